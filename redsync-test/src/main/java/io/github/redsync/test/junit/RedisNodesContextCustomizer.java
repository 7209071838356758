/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.redsync.test.junit;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redsync.test.server.RedisServers;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * A context customizer that sets {@code redsync.nodes} to the servers of a test class. It
 * is equal only for the same class, so that classes do not share a context.
 *
 * @param annotated the class with the annotation
 */
record RedisNodesContextCustomizer(Class<?> annotated) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		RedisServers servers = RedisNodesExtension.running(this.annotated);
		Map<String, Object> nodes = new LinkedHashMap<>();
		for (String uri : servers.uris()) {
			nodes.put("redsync.nodes[" + nodes.size() + "].uri", uri);
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("Servers of @RedisNodes", nodes));
	}

}

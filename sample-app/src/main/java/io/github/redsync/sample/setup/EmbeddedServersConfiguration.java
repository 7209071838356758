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

package io.github.redsync.sample.setup;

import io.github.redsync.spring.autoconfigure.RedsyncConnectionDetails;
import io.github.redsync.test.server.RedisServers;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Starts three Redis servers, which end with this instance, unless other nodes are
 * configured.
 */
@Configuration(proxyBeanMethods = false)
@Profile("embedded")
@ConditionalOnProperty(name = { "redsync.nodes[0].uri", "redsync.nodes[0].host" }, havingValue = "embedded",
		matchIfMissing = true)
class EmbeddedServersConfiguration {

	private static final int COUNT = 3;

	@Bean
	RedisServers redisServers() {
		return RedisServers.start(COUNT);
	}

	@Bean
	RedsyncConnectionDetails redsyncConnectionDetails(RedisServers servers) {
		return RedsyncConnectionDetails.of(servers.uris());
	}

	@Bean
	SecondInstanceHint secondInstanceHint(RedisServers servers) {
		return new SecondInstanceHint(servers.uris());
	}

}

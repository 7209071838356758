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

package io.github.redsync.spring.autoconfigure;

import java.util.List;

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * The server that is configured for Spring Data Redis.
 */
final class DataRedisNodes implements FallbackNodes {

	private static final Logger logger = LoggerFactory.getLogger(DataRedisNodes.class);

	private static final String PREFIX = "spring.data.redis";

	private final ObjectProvider<DataRedisConnectionDetails> details;

	private final Environment environment;

	DataRedisNodes(ObjectProvider<DataRedisConnectionDetails> details, Environment environment) {
		this.details = details;
		this.environment = environment;
	}

	@Override
	public List<RedsyncConnectionDetails.Node> find() {
		DataRedisConnectionDetails server = this.details.getIfUnique();
		// Spring Boot provides connection details of localhost if nothing is configured
		if (server == null || (isFromProperties(server) && !hasProperties())) {
			return List.of();
		}
		RedisURI uri = new DataRedisUri(server).create();
		SslBundle sslBundle = server.getSslBundle();
		if (sslBundle != null || (isFromProperties(server) && urlRequiresTls())) {
			uri.setSsl(true);
		}
		logger
			.info("No nodes under 'redsync.nodes', so locks use the single Redis server of '{}' and are only as available "
					+ "and safe as that server; configure three or five independent servers under 'redsync.nodes' to "
					+ "tolerate failures", PREFIX);
		return List.of(new DataRedisNode(uri, sslBundle));
	}

	private static boolean isFromProperties(DataRedisConnectionDetails server) {
		return server.getClass().getPackage().equals(DataRedisConnectionDetails.class.getPackage());
	}

	private boolean hasProperties() {
		return Binder.get(this.environment).bind(PREFIX, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	private boolean urlRequiresTls() {
		return this.environment.getProperty(PREFIX + ".url", "").startsWith("rediss:");
	}

	private record DataRedisNode(RedisURI uri, @Nullable SslBundle sslBundle) implements RedsyncConnectionDetails.Node {

		@Override
		public RedisURI getUri() {
			return this.uri;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}

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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.env.Environment;

/**
 * The one server that Spring Data Redis is configured for.
 */
final class DataRedisNodes implements FallbackNodes {

	private static final Log logger = LogFactory.getLog(RedsyncAutoConfiguration.class);

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
		// Spring Boot has details of localhost even if nothing is configured
		if (server == null || (isOfProperties(server) && !hasProperties())) {
			return List.of();
		}
		RedisURI uri = new DataRedisUri(server).create();
		SslBundle sslBundle = server.getSslBundle();
		if (sslBundle != null || (isOfProperties(server) && urlAsksForTls())) {
			uri.setSsl(true);
		}
		logger.info("No nodes under 'redsync.nodes': the locks are on the one Redis server of '" + PREFIX
				+ "'. One node: no majority survives it, so the locks are only as available and as safe as that "
				+ "server. Name three or five independent servers under 'redsync.nodes' where that is not enough");
		return List.of(new DataRedisNode(uri, sslBundle));
	}

	private static boolean isOfProperties(DataRedisConnectionDetails server) {
		return server.getClass().getPackage().equals(DataRedisConnectionDetails.class.getPackage());
	}

	private boolean hasProperties() {
		return Binder.get(this.environment).bind(PREFIX, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	private boolean urlAsksForTls() {
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

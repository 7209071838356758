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

package io.github.redsync.spring.autoconfigure.docker.compose;

import io.github.redsync.spring.autoconfigure.RedsyncNodeConnectionDetails;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Creates a node for each running {@code redis} service without the label
 * {@code io.github.redsync.ignore}.
 */
class RedsyncDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<RedsyncNodeConnectionDetails> {

	private static final String[] IMAGES = { "redis", "redis/redis-stack", "redis/redis-stack-server" };

	private static final String IGNORE = "io.github.redsync.ignore";

	RedsyncDockerComposeConnectionDetailsFactory() {
		super(IMAGES);
	}

	@Override
	protected @Nullable RedsyncNodeConnectionDetails getDockerComposeConnectionDetails(
			DockerComposeConnectionSource source) {
		RunningService service = source.getRunningService();
		boolean ignored = Boolean.parseBoolean(service.labels().get(IGNORE));
		return ignored ? null : new DockerComposeNode(service);
	}

	private static final class DockerComposeNode extends DockerComposeConnectionDetails
			implements RedsyncNodeConnectionDetails {

		private final String name;

		private final RedisURI uri;

		private final @Nullable SslBundle sslBundle;

		private DockerComposeNode(RunningService service) {
			super(service);
			this.name = service.name();
			this.sslBundle = getSslBundle(service);
			this.uri = RedisURI.create(service.host(), service.ports().get(RedisURI.DEFAULT_REDIS_PORT));
			this.uri.setSsl(this.sslBundle != null);
		}

		@Override
		public RedisURI getUri() {
			return this.uri;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}

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

import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.util.StringUtils;

/**
 * Converts connection details of Spring Data Redis to a URI, with the same precedence:
 * Sentinel, Cluster, master and replicas, standalone.
 */
final class DataRedisUri {

	private final DataRedisConnectionDetails details;

	DataRedisUri(DataRedisConnectionDetails details) {
		this.details = details;
	}

	RedisURI create() {
		RedisURI uri = withoutCredentials();
		authenticate(uri, this.details.getUsername(), this.details.getPassword());
		return uri;
	}

	private RedisURI withoutCredentials() {
		Sentinel sentinel = this.details.getSentinel();
		if (sentinel != null) {
			return ofSentinel(sentinel);
		}
		if (this.details.getCluster() != null) {
			throw unsupported("a Redis Cluster", "locks require servers that are independent of each other");
		}
		if (this.details.getMasterReplica() != null) {
			throw unsupported("a master with replicas", "a replica is not an independent server");
		}
		Standalone standalone = this.details.getStandalone();
		if (standalone == null) {
			throw unsupported("no standalone server", "there is no server to use");
		}
		RedisURI uri = new RedisURI();
		uri.setHost(standalone.getHost());
		uri.setPort(standalone.getPort());
		uri.setDatabase(standalone.getDatabase());
		return uri;
	}

	private static RedisURI ofSentinel(Sentinel sentinel) {
		RedisURI uri = new RedisURI();
		uri.setSentinelMasterId(sentinel.getMaster());
		uri.setDatabase(sentinel.getDatabase());
		sentinel.getNodes().forEach((node) -> {
			RedisURI address = new RedisURI();
			address.setHost(node.host());
			address.setPort(node.port());
			authenticate(address, sentinel.getUsername(), sentinel.getPassword());
			uri.getSentinels().add(address);
		});
		return uri;
	}

	private static void authenticate(RedisURI uri, @Nullable String username, @Nullable String password) {
		if (!StringUtils.hasLength(password)) {
			return;
		}
		if (StringUtils.hasLength(username)) {
			uri.setAuthentication(username, password);
		}
		else {
			uri.setAuthentication(password);
		}
	}

	private static FailureAnalyzedException unsupported(String found, String reason) {
		return new FailureAnalyzedException(
				"There are no nodes under 'redsync.nodes', and 'spring.data.redis' is configured for " + found
						+ ", which does not support locks: " + reason + ".",
				"Configure each independent server under 'redsync.nodes', preferably three or five, such as "
						+ "'redsync.nodes[0].uri=redis://host:6379'.");
	}

}

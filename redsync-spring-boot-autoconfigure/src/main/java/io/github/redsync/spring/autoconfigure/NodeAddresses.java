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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.lettuce.core.RedisURI;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * Rejects a server that is configured twice, which would have two votes. The driver
 * detects a server with several addresses after it has connected.
 */
final class NodeAddresses {

	private NodeAddresses() {
	}

	static void checkDistinct(List<RedsyncConnectionDetails.Node> nodes) {
		Map<String, Integer> seen = new HashMap<>();
		for (int i = 0; i < nodes.size(); i++) {
			String address = address(nodes.get(i).getUri());
			Integer other = seen.putIfAbsent(address, i);
			if (other != null) {
				throw new FailureAnalyzedException(
						"The address '%s' is configured twice, for %s and %s: one server would have two votes."
							.formatted(address, location(nodes.get(other), other), location(nodes.get(i), i)),
						"Configure each server once. Databases of one server are not independent of each other.");
			}
		}
	}

	private static String location(RedsyncConnectionDetails.Node node, int index) {
		return (node instanceof PropertiesNode) ? "'redsync.nodes[" + index + "]'"
				: "node " + index + " of the RedsyncConnectionDetails";
	}

	private static String address(RedisURI uri) {
		if (uri.getSocket() != null) {
			return uri.getSocket();
		}
		if (uri.getSentinelMasterId() != null) {
			String sentinels = uri.getSentinels()
				.stream()
				.map(NodeAddresses::address)
				.sorted()
				.collect(Collectors.joining(","));
			return sentinels + "#" + uri.getSentinelMasterId();
		}
		return uri.getHost().toLowerCase(Locale.ROOT) + ":" + uri.getPort();
	}

}

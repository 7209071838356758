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

package io.github.redsync.lettuce;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * Prevents that two nodes are the same server, which would then have two votes. A server
 * reports the same run id at every address. It belongs to a node while a connection of
 * the node to it is in use. Thread-safe.
 */
final class ServerClaims {

	private final Map<String, Claim> claims = new HashMap<>();

	/**
	 * Claim a server for a node.
	 * @param runId the run id of the server, or null if it reports none
	 * @param connection the connection to the server
	 * @return why the server cannot be claimed, or null if it is
	 */
	synchronized @Nullable String claim(RedisNode node, @Nullable String runId, Object connection) {
		if (runId == null) {
			return null;
		}
		Claim claim = this.claims.computeIfAbsent(runId, (id) -> new Claim(node, new HashSet<>()));
		if (claim.node != node) {
			return "The server is the same as that of node " + claim.node.name()
					+ ": give each node a server of its own, or remove one of the two";
		}
		claim.connections.add(connection);
		return null;
	}

	/**
	 * Release the claim of a connection. Has no effect if it has none.
	 */
	synchronized void release(Object connection) {
		this.claims.values().removeIf((claim) -> claim.connections.remove(connection) && claim.connections.isEmpty());
	}

	/**
	 * Release all claims of a node.
	 */
	synchronized void releaseAll(RedisNode node) {
		this.claims.values().removeIf((claim) -> claim.node == node);
	}

	private record Claim(RedisNode node, Set<Object> connections) {
	}

}

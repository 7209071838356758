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
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no server is two nodes: it would have two votes. A server tells the
 * same run id whatever the address by which it is reached.
 */
final class ServerClaims {

	private final Map<String, LettuceNode> claims = new HashMap<>();

	/**
	 * Claim a server for a node.
	 * @return why it can't be had, or null if it can
	 */
	synchronized @Nullable String claim(LettuceNode node, @Nullable String runId) {
		if (runId == null) {
			return null;
		}
		LettuceNode other = this.claims.putIfAbsent(runId, node);
		return (other == null || other == node) ? null : "The server is the same as that of node " + other.name()
				+ ": give each node a server of its own, or remove one of the two";
	}

	synchronized void giveUp(LettuceNode node) {
		this.claims.values().removeIf((claiming) -> claiming == node);
	}

}

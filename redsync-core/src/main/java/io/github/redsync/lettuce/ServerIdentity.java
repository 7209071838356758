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

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The identity of the server behind one node: claims the server for the node, and keeps
 * its incarnation. Shared by the connections of the node. Thread-safe.
 */
final class ServerIdentity {

	private final RedisNode node;

	private final ServerClaims claims;

	private final RestartWaivers waivers;

	private @Nullable Incarnation incarnation;

	ServerIdentity(RedisNode node, ServerClaims claims, RestartWaivers waivers) {
		this.node = node;
		this.claims = claims;
		this.waivers = waivers;
	}

	String nodeName() {
		return this.node.name();
	}

	/**
	 * Claim a server for the node.
	 * @return why it cannot be claimed, or null if it is
	 */
	@Nullable String claim(@Nullable String runId, Object connection) {
		return this.claims.claim(this.node, runId, connection);
	}

	/**
	 * Record the incarnation of a server that has completed a handshake.
	 * @param runId the run id of the server, or null if it reports none
	 * @param observed the incarnation, as if it were the first one of the node
	 * @return the recorded incarnation, which has the time of its first contact if it has
	 * been recorded before
	 */
	synchronized Incarnation observe(@Nullable String runId, Incarnation observed) {
		Incarnation present = (this.incarnation != null) ? this.incarnation.succeededBy(observed) : observed;
		boolean known = present.contactNanos() != observed.contactNanos() && !present.restarted();
		Incarnation waived = known ? null : this.waivers.waive(runId, observed);
		present = (waived != null) ? waived : present;
		this.incarnation = present;
		return present;
	}

	synchronized @Nullable Incarnation incarnation() {
		return this.incarnation;
	}

	/**
	 * Release the claim of a connection that has ended.
	 */
	void disconnected(Object connection) {
		this.claims.release(connection);
	}

	/**
	 * Release all claims of the node.
	 */
	void releaseClaims() {
		this.claims.releaseAll(this.node);
	}

}

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

package io.github.redsync.quorum;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import org.jspecify.annotations.Nullable;

/**
 * Computes the fencing token of an attempt from what the nodes answered: larger than
 * every token that was handed out for the name before.
 * <p>
 * Each node keeps a counter that a grant raises by one, so that the largest counter of a
 * majority exceeds every earlier token: that token was written to a majority while its
 * holder had the key there, and two majorities share a node on which the two holds can't
 * overlap. What remains is to have the new token itself on a majority before it is used.
 * Where the counters move in step, a majority of the grants says the same largest number,
 * and nothing is left to do. Else the token is raised to it on the granted nodes, as long
 * as they still have the key.
 * <p>
 * A node without a counter is new or has lost its memory, and can't vouch for earlier
 * tokens. So many others must have answered that each earlier majority is among them; if
 * they can't be had, the token is drawn from the servers' clocks, in microseconds, which
 * outrun any counter that began there.
 */
final class Fence {

	private final long token;

	private final boolean[] settled;

	private final int settledCount;

	private Fence(long token, boolean[] settled, int settledCount) {
		this.token = token;
		this.settled = settled;
		this.settledCount = settledCount;
	}

	/**
	 * Return whether enough nodes have vouched for the earlier tokens, or no more can.
	 */
	static boolean isDecidable(@Nullable NodeReply[] replies, int majority, int pending) {
		int vouching = vouching(replies);
		int needed = replies.length - majority + 1;
		return vouching >= needed || vouching + pending < needed;
	}

	static Fence of(@Nullable NodeReply[] replies, int majority) {
		long token = 0;
		boolean fromClock = vouching(replies) < replies.length - majority + 1;
		for (NodeReply reply : replies) {
			if (reply != null) {
				token = Math.max(token, least(reply, fromClock));
			}
		}
		boolean[] settled = new boolean[replies.length];
		int count = 0;
		for (int i = 0; i < replies.length; i++) {
			NodeReply reply = replies[i];
			settled[i] = reply != null && reply.status() == Status.GRANTED && reply.fence() == token;
			count += (settled[i]) ? 1 : 0;
		}
		return new Fence(token, settled, count);
	}

	private static int vouching(@Nullable NodeReply[] replies) {
		int vouching = 0;
		for (NodeReply reply : replies) {
			if (reply != null && reply.fence() != NodeReply.NO_FENCE) {
				vouching++;
			}
		}
		return vouching;
	}

	/**
	 * Return the smallest token that a reply allows. The counter of a refusal is that of
	 * the present holder, who may have its token from this very node.
	 */
	private static long least(NodeReply reply, boolean fromClock) {
		long counter = (reply.status() == Status.GRANTED) ? reply.fence() : reply.fence() + 1;
		return fromClock ? Math.max(counter, reply.timeMicros() + 1) : counter;
	}

	long token() {
		return this.token;
	}

	boolean isSettled(int index) {
		return this.settled[index];
	}

	int settledCount() {
		return this.settledCount;
	}

}

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

package io.github.redsync.internal.vote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The replies of the nodes to a ballot so far. Not thread-safe: guarded by the monitor of
 * the ballot.
 */
final class Replies {

	private static final String HOLDER_UNKNOWN = "The node did not report the holder";

	private static final Object TIMED_OUT = new Object();

	/** For each node its reply, its failure, TIMED_OUT, or null. */
	private final @Nullable Object[] replies;

	private final long[] latencies;

	private int pending;

	Replies(int nodes) {
		this.replies = new Object[nodes];
		this.latencies = new long[nodes];
		this.pending = nodes;
	}

	/**
	 * Record a reply or a failure.
	 * @return whether it arrived in time
	 */
	boolean add(int index, Object reply, long latencyNanos) {
		boolean inTime = this.replies[index] == null;
		this.replies[index] = reply;
		this.latencies[index] = latencyNanos;
		this.pending -= (inTime) ? 1 : 0;
		return inTime;
	}

	/**
	 * Record a timeout of all nodes that have not replied.
	 * @return these nodes
	 */
	List<Integer> timeOut(long latencyNanos) {
		List<Integer> timedOut = new ArrayList<>();
		for (int i = 0; i < this.replies.length; i++) {
			if (this.replies[i] == null) {
				add(i, TIMED_OUT, latencyNanos);
				timedOut.add(i);
			}
		}
		return timedOut;
	}

	int pending() {
		return this.pending;
	}

	@Nullable NodeReply reply(int index) {
		return (this.replies[index] instanceof NodeReply reply) ? reply : null;
	}

	@Nullable Throwable failure(int index) {
		return (this.replies[index] instanceof Throwable failure) ? failure : null;
	}

	int count(Status status) {
		int count = 0;
		for (Object one : this.replies) {
			count += (one instanceof NodeReply reply && reply.status() == status) ? 1 : 0;
		}
		return count;
	}

	Outcome outcome(int index) {
		Object one = this.replies[index];
		if (one == null) {
			return Outcome.UNANSWERED;
		}
		if (one == TIMED_OUT) {
			return Outcome.TIMEOUT;
		}
		if (!(one instanceof NodeReply reply)) {
			return Outcome.ERROR;
		}
		return switch (reply.status()) {
			case TAKEN, HELD -> Outcome.TAKEN;
			case MISSING -> Outcome.MISSING;
			case RESTORED -> Outcome.RESTORED;
			case GRANTED, EXTENDED, RELEASED, RAISED, PONG -> Outcome.OK;
		};
	}

	/**
	 * Return the result of a node.
	 * @param elapsedNanos the time since the start of the ballot, which is the latency if
	 * the node has not replied
	 */
	NodeResult result(int index, String node, Outcome outcome, long elapsedNanos) {
		Duration latency = Duration.ofNanos((this.replies[index] != null) ? this.latencies[index] : elapsedNanos);
		NodeReply reply = reply(index);
		if (reply != null) {
			Duration timeLeft = (reply.timeLeftMillis() >= 0) ? Duration.ofMillis(reply.timeLeftMillis()) : null;
			boolean unknown = reply.timeLeftMillis() == NodeReply.TIME_UNKNOWN;
			return new NodeResult(node, outcome, reply.holder(), timeLeft, latency, unknown ? HOLDER_UNKNOWN : null);
		}
		Throwable failure = failure(index);
		String error = (failure != null && failure.getMessage() == null) ? failure.getClass().getSimpleName() : null;
		return new NodeResult(node, outcome, null, null, latency,
				(failure != null && error == null) ? failure.getMessage() : error);
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes have answered in a ballot so far. Guarded by the lock of the ballot.
 */
final class Replies {

	private static final String HOLDER_UNKNOWN = "The node did not report the holder";

	private static final Object TIMED_OUT = new Object();

	/** For each node its reply, what it failed with, TIMED_OUT, or null. */
	private final @Nullable Object[] answers;

	private final long[] latencies;

	private int pending;

	Replies(int nodes) {
		this.answers = new Object[nodes];
		this.latencies = new long[nodes];
		this.pending = nodes;
	}

	/**
	 * Write an answer down.
	 * @param answer a reply or a failure
	 * @return whether it came in time
	 */
	boolean add(int index, Object answer, long latencyNanos) {
		boolean inTime = this.answers[index] == null;
		this.answers[index] = answer;
		this.latencies[index] = latencyNanos;
		this.pending -= (inTime) ? 1 : 0;
		return inTime;
	}

	/**
	 * Wait for nobody any more.
	 * @return the nodes that have not answered
	 */
	List<Integer> timeOut(long latencyNanos) {
		List<Integer> silent = new ArrayList<>();
		for (int i = 0; i < this.answers.length; i++) {
			if (this.answers[i] == null) {
				add(i, TIMED_OUT, latencyNanos);
				silent.add(i);
			}
		}
		return silent;
	}

	int pending() {
		return this.pending;
	}

	@Nullable NodeReply reply(int index) {
		return (this.answers[index] instanceof NodeReply reply) ? reply : null;
	}

	@Nullable Throwable failure(int index) {
		return (this.answers[index] instanceof Throwable failure) ? failure : null;
	}

	int count(Status status) {
		int count = 0;
		for (Object answer : this.answers) {
			count += (answer instanceof NodeReply reply && reply.status() == status) ? 1 : 0;
		}
		return count;
	}

	Outcome outcome(int index) {
		Object answer = this.answers[index];
		if (answer == null) {
			return Outcome.UNANSWERED;
		}
		if (answer == TIMED_OUT) {
			return Outcome.TIMEOUT;
		}
		if (!(answer instanceof NodeReply reply)) {
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
	 * Tell how a node answered.
	 * @param elapsedNanos how long the ballot has been open, for who has not answered
	 */
	NodeResult result(int index, String node, Outcome outcome, long elapsedNanos) {
		Duration latency = Duration.ofNanos((this.answers[index] != null) ? this.latencies[index] : elapsedNanos);
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

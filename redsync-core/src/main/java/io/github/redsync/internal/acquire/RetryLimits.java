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

package io.github.redsync.internal.acquire;

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.time.TimeSource;

/**
 * Limits an acquisition by time, by number of attempts, or both. Attempts caused by a
 * change notification do not count. Not thread-safe: guarded by the monitor of the
 * acquisition until its end, except {@link #allowsRetry}, {@link #limitsAttempts} and
 * {@link #replyTimeoutNanos}.
 */
final class RetryLimits {

	/**
	 * The minimum time of an attempt near the end of the wait, for nodes that are far
	 * away.
	 */
	private static final long MIN_REPLY_TIMEOUT_NANOS = 1_000 * LockParameters.NANOS_PER_MILLI;

	/** How many times in a row an attempt follows a split vote immediately. */
	private static final int MAX_SPLIT_RETRIES = 3;

	private final LockParameters parameters;

	private final NodeGroup group;

	private final TimeSource time;

	private final long startNanos;

	private int dueAttempts;

	private int sentAttempts;

	private int splitRetries;

	/** Whether the attempt that is due or under way is the last. */
	private boolean exhausted;

	/** Whether a majority of the nodes was unreachable in the last attempt. */
	private boolean unreachable;

	private long unreachableSinceNanos;

	RetryLimits(LockParameters parameters, NodeGroup group) {
		this.parameters = parameters;
		this.group = group;
		this.time = group.time();
		this.startNanos = this.time.nanoTime();
	}

	/**
	 * Return whether an attempt may be followed by another one.
	 */
	boolean allowsRetry() {
		return this.parameters.maxAttempts() > 1 && this.parameters.waitNanos() > 0;
	}

	/**
	 * Return whether the number of attempts is limited.
	 */
	boolean limitsAttempts() {
		return this.parameters.maxAttempts() != Integer.MAX_VALUE;
	}

	/**
	 * Record that an attempt is due. It counts even if it is not made, because this
	 * acquisition is not the head of its wait queue.
	 */
	void recordDueAttempt() {
		this.dueAttempts++;
		if (this.dueAttempts >= this.parameters.maxAttempts() || remainingNanos() == 0 || this.group.isClosed()) {
			this.exhausted = true;
		}
	}

	/**
	 * Record that an attempt is made.
	 */
	void recordSentAttempt() {
		this.sentAttempts++;
	}

	int sentAttempts() {
		return this.sentAttempts;
	}

	/**
	 * Return whether the attempt that is due or under way is the last.
	 */
	boolean isExhausted() {
		return this.exhausted;
	}

	/**
	 * Record whether an attempt ended with a split vote.
	 * @return whether another attempt follows immediately
	 */
	boolean allowsSplitRetry(boolean splitVote) {
		this.splitRetries = splitVote ? this.splitRetries + 1 : 0;
		return splitVote && this.splitRetries <= MAX_SPLIT_RETRIES;
	}

	/**
	 * Record that a majority of the nodes has replied to an attempt.
	 */
	void recordReachable() {
		this.unreachable = false;
	}

	/**
	 * Record that a majority of the nodes was unreachable in an attempt of this
	 * acquisition.
	 */
	void recordUnreachable(long attemptNanos) {
		recordUnreachableSince(attemptNanos);
		this.exhausted = this.exhausted || isQuorumWaitOver();
	}

	/**
	 * Record since when a majority of the nodes has been unreachable. Time before the
	 * start of this acquisition does not count.
	 */
	void recordUnreachableSince(long sinceNanos) {
		if (!this.unreachable || sinceNanos - this.unreachableSinceNanos < 0) {
			boolean own = sinceNanos - this.startNanos >= 0;
			this.unreachable = true;
			this.unreachableSinceNanos = own ? sinceNanos : this.startNanos;
		}
	}

	long unreachableSinceNanos() {
		return this.unreachableSinceNanos;
	}

	/**
	 * Return whether a majority of the nodes was unreachable for as long as is allowed.
	 */
	boolean isQuorumWaitOver() {
		return this.unreachable && quorumWaitNanos() <= 0;
	}

	private long quorumWaitNanos() {
		return (this.parameters.quorumWaitNanos() != LockParameters.UNBOUNDED)
				? this.parameters.quorumWaitNanos() - (this.time.nanoTime() - this.unreachableSinceNanos)
				: LockParameters.UNBOUNDED;
	}

	long elapsedNanos() {
		return this.time.nanoTime() - this.startNanos;
	}

	/**
	 * Return the time until the end of the wait, at least 0.
	 */
	long remainingNanos() {
		return (this.parameters.waitNanos() != LockParameters.UNBOUNDED)
				? Math.max(0, this.parameters.waitNanos() - elapsedNanos()) : LockParameters.UNBOUNDED;
	}

	/**
	 * Return the time that the nodes have to reply. The wait bounds it, except for the
	 * first attempt. Twice the round-trip time is enough to treat a node as unreachable.
	 */
	long replyTimeoutNanos(boolean first) {
		long roundTrip = this.group.roundTripNanos();
		long timeout = this.parameters.replyTimeoutNanos(roundTrip);
		return first ? timeout
				: Math.min(timeout, Math.max(remainingNanos(), Math.max(MIN_REPLY_TIMEOUT_NANOS, 2 * roundTrip)));
	}

	/**
	 * Return the delay before the next attempt, which does not exceed the wait. User code
	 * determines it and may throw.
	 */
	long nextDelayNanos() {
		long delay = this.parameters.delayNanos().applyAsLong(Math.max(1, this.dueAttempts));
		long bounded = Math.min(Math.max(0, delay), remainingNanos());
		return this.unreachable ? Math.min(bounded, Math.max(0, quorumWaitNanos())) : bounded;
	}

}

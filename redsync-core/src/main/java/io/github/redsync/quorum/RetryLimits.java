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

/**
 * How long an acquisition goes on: its wait is bounded by time, by a number of attempts,
 * or by both. An attempt that was made because the nodes told something does not count.
 * Guarded by the lock of the {@link Acquisition}, but for what is told of time.
 */
final class RetryLimits {

	/**
	 * Minimum time of an attempt near the end of the wait, for nodes that are far away.
	 */
	private static final long MIN_LIMIT_NANOS = 1_000 * LockParameters.NANOS_PER_MILLI;

	private final LockParameters terms;

	private final NodeGroup quorum;

	private final TimeSource time;

	private final long beginNanos;

	private int tries;

	private int attempts;

	/** Whether a majority of the nodes was unreachable in the last attempt. */
	private boolean unreachable;

	private long unreachableSinceNanos;

	RetryLimits(LockParameters terms, NodeGroup quorum) {
		this.terms = terms;
		this.quorum = quorum;
		this.time = quorum.time();
		this.beginNanos = this.time.nanoTime();
	}

	boolean mayWait() {
		return this.terms.maxAttempts() > 1 && this.terms.waitNanos() > 0;
	}

	/**
	 * Return whether attempts are counted.
	 */
	boolean isCounting() {
		return this.terms.maxAttempts() != Integer.MAX_VALUE;
	}

	void countTry() {
		this.tries++;
	}

	/**
	 * Record an attempt that is made. A try may pass without one, behind another waiter.
	 */
	void countAttempt() {
		this.attempts++;
	}

	/**
	 * Return how many attempts were made.
	 */
	int attempts() {
		return this.attempts;
	}

	/**
	 * Return whether the attempt that was counted just now is the last.
	 */
	boolean isOver() {
		return this.tries >= this.terms.maxAttempts() || leftNanos() <= 0;
	}

	/**
	 * Record that a majority of the nodes was unreachable.
	 * @param sinceNanos when the attempt that found it was started
	 */
	void recordUnreachable(long sinceNanos) {
		if (!this.unreachable || sinceNanos - this.unreachableSinceNanos < 0) {
			boolean own = sinceNanos - this.beginNanos >= 0;
			this.unreachable = true;
			this.unreachableSinceNanos = own ? sinceNanos : this.beginNanos;
		}
	}

	void recordReachable() {
		this.unreachable = false;
	}

	long unreachableSinceNanos() {
		return this.unreachableSinceNanos;
	}

	/**
	 * Return whether a majority of the nodes was unreachable for as long as is allowed.
	 */
	boolean isQuorumWaitOver() {
		return this.unreachable && quorumRestNanos() <= 0;
	}

	private long quorumRestNanos() {
		return (this.terms.quorumWaitNanos() != LockParameters.UNBOUNDED)
				? this.terms.quorumWaitNanos() - (this.time.nanoTime() - this.unreachableSinceNanos)
				: LockParameters.UNBOUNDED;
	}

	long elapsedNanos() {
		return this.time.nanoTime() - this.beginNanos;
	}

	private long leftNanos() {
		return (this.terms.waitNanos() != LockParameters.UNBOUNDED) ? this.terms.waitNanos() - elapsedNanos()
				: LockParameters.UNBOUNDED;
	}

	/**
	 * Return how long the nodes may take to answer: the wait bounds that, but for the
	 * first attempt. A silence of twice the round trip time is as good as a longer one.
	 */
	long limitNanos(boolean first) {
		long roundTrip = this.quorum.roundTripNanos();
		long limit = this.terms.replyTimeoutNanos(roundTrip);
		return first ? limit : Math.min(limit, Math.max(leftNanos(), Math.max(MIN_LIMIT_NANOS, 2 * roundTrip)));
	}

	/**
	 * Return the pause to the next attempt.
	 */
	long pauseNanos() {
		long delay = this.terms.delayNanos().applyAsLong(Math.max(1, this.tries));
		long pause = Math.min(Math.max(0, delay), restNanos());
		return this.unreachable ? Math.min(pause, Math.max(0, quorumRestNanos())) : pause;
	}

	/**
	 * Return the pause to the end of the wait.
	 */
	long restNanos() {
		return Math.max(0, leftNanos());
	}

}

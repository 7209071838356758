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
final class Patience {

	/** What the last attempt has at least, so that the nodes have a chance to answer. */
	private static final long SHORTEST_LIMIT = 50 * Terms.NANOS_PER_MILLI;

	private final Terms terms;

	private final TimeSource time;

	private final long beginNanos;

	private int tries;

	Patience(Terms terms, TimeSource time) {
		this.terms = terms;
		this.time = time;
		this.beginNanos = time.nanoTime();
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

	int tries() {
		return this.tries;
	}

	/**
	 * Return whether the attempt that was counted just now is the last.
	 */
	boolean isOver() {
		return this.tries >= this.terms.maxAttempts() || leftNanos() <= 0;
	}

	long elapsedNanos() {
		return this.time.nanoTime() - this.beginNanos;
	}

	private long leftNanos() {
		return (this.terms.waitNanos() != Terms.UNBOUNDED) ? this.terms.waitNanos() - elapsedNanos() : Terms.UNBOUNDED;
	}

	/**
	 * Return how long the nodes may take to answer: the wait bounds that, but for the
	 * first attempt.
	 */
	long limitNanos(boolean first) {
		long limit = this.terms.limitNanos();
		return first ? limit : Math.min(limit, Math.max(leftNanos(), SHORTEST_LIMIT));
	}

	/**
	 * Return the pause to the next attempt.
	 */
	long pauseNanos() {
		long delay = this.terms.delayNanos().applyAsLong(Math.max(1, this.tries));
		return Math.min(Math.max(0, delay), restNanos());
	}

	/**
	 * Return the pause to the end of the wait.
	 */
	long restNanos() {
		return Math.max(0, leftNanos());
	}

}

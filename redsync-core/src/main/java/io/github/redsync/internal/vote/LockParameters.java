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

import java.util.function.IntToLongFunction;

/**
 * The options of a lock, converted to numbers. Immutable.
 *
 * @param expiryMillis the time to live of the keys in milliseconds
 * @param driftFactor the fraction of the expiry by which clocks may differ at its end
 * @param timeoutFactor the fraction of the expiry within which a node must reply
 * @param failFast whether a ballot is decided as soon as its result is certain
 * @param shuffleNodes whether the nodes are asked in random order
 * @param reacquire whether an extension may reacquire a lock that was lost
 * @param autoExtend whether a held lock is extended automatically
 * @param maxHoldNanos how long automatic extension keeps the lock, in nanoseconds
 * @param minHoldNanos the minimum time for which the lock stays taken, in nanoseconds
 * @param fenced whether an acquisition gets a fencing token
 * @param waitNanos how long an acquisition waits, in nanoseconds; {@link #UNBOUNDED} if
 * only the number of attempts is limited
 * @param maxAttempts the maximum number of attempts of an acquisition
 * @param delayNanos returns the delay after the nth failed attempt, in nanoseconds
 * @param quorumWaitNanos how long an acquisition continues while a majority of the nodes
 * is unreachable, in nanoseconds
 * @param fencingStrict whether all nodes must reply when too few vouch for earlier tokens
 */
public record LockParameters(long expiryMillis, double driftFactor, double timeoutFactor, boolean failFast,
		boolean shuffleNodes, boolean reacquire, boolean autoExtend, long maxHoldNanos, long minHoldNanos,
		boolean fenced, long waitNanos, int maxAttempts, IntToLongFunction delayNanos, long quorumWaitNanos,
		boolean fencingStrict) {

	/**
	 * A wait that only the number of attempts limits.
	 */
	public static final long UNBOUNDED = Long.MAX_VALUE;

	/**
	 * The number of nanoseconds in a millisecond.
	 */
	public static final long NANOS_PER_MILLI = 1_000_000;

	private static final long MIN_REPLY_TIMEOUT_NANOS = 50 * NANOS_PER_MILLI;

	// Servers count the time to live in whole milliseconds, at both of its ends
	private static final long GRANULARITY_NANOS = 2 * NANOS_PER_MILLI;

	private static final long MIN_EXTEND_DELAY_NANOS = 10 * NANOS_PER_MILLI;

	private static final long MAX_EXTEND_DELAY_NANOS = 250 * NANOS_PER_MILLI;

	public long expiryNanos() {
		return this.expiryMillis * NANOS_PER_MILLI;
	}

	/**
	 * Return the shortest expiry whose validity leaves a node the minimum time to reply,
	 * in milliseconds.
	 */
	public static long minExpiryMillis(double driftFactor) {
		return (long) Math
			.ceil((MIN_REPLY_TIMEOUT_NANOS + GRANULARITY_NANOS) / (double) NANOS_PER_MILLI / (1 - driftFactor));
	}

	/**
	 * Return these parameters with other limits of an acquisition.
	 * @param waitNanos how long the acquisition waits, in nanoseconds
	 * @param maxAttempts the maximum number of attempts
	 */
	public LockParameters withLimits(long waitNanos, int maxAttempts) {
		return new LockParameters(this.expiryMillis, this.driftFactor, this.timeoutFactor, this.failFast,
				this.shuffleNodes, this.reacquire, this.autoExtend, this.maxHoldNanos, this.minHoldNanos, this.fenced,
				waitNanos, maxAttempts, this.delayNanos, this.quorumWaitNanos, this.fencingStrict);
	}

	/**
	 * Return the time after the start of a won ballot for which the lock is trusted.
	 * @param ttlMillis the time to live that the keys were given, in milliseconds
	 */
	public long validityNanos(long ttlMillis) {
		long ttlNanos = ttlMillis * NANOS_PER_MILLI;
		return ttlNanos - (long) (ttlNanos * this.driftFactor) - GRANULARITY_NANOS;
	}

	/**
	 * Return the time for which the lock is trusted if every automatic extension
	 * succeeds.
	 */
	public long maxValidityNanos() {
		return validityNanos(this.maxHoldNanos / NANOS_PER_MILLI);
	}

	/**
	 * Return the time within which a node must reply: at most the validity, after which a
	 * reply is of no use.
	 */
	public long replyTimeoutNanos() {
		long timeout = Math.max((long) (expiryNanos() * this.timeoutFactor), MIN_REPLY_TIMEOUT_NANOS);
		return Math.max(1, Math.min(timeout, validityNanos(this.expiryMillis)));
	}

	/**
	 * Return the time within which a distant node must reply: at least twice the
	 * round-trip time, unless that would leave less than half of the validity.
	 * @param roundTripNanos the round-trip time to the farthest node, in nanoseconds
	 */
	public long replyTimeoutNanos(long roundTripNanos) {
		return Math.max(replyTimeoutNanos(), Math.min(2 * roundTripNanos, validityNanos(this.expiryMillis) / 2));
	}

	/**
	 * Return the delay after a failed extension: short compared with the remaining
	 * validity, long compared with a round trip.
	 */
	public long extendDelayNanos() {
		return Math.max(MIN_EXTEND_DELAY_NANOS, Math.min(expiryNanos() / 40, MAX_EXTEND_DELAY_NANOS));
	}

	/**
	 * Return the time after which every key of this lock has expired, by any clock.
	 * @param ttlMillis the time to live that the keys were given, in milliseconds
	 */
	long quarantineNanos(long ttlMillis) {
		long ttlNanos = ttlMillis * NANOS_PER_MILLI;
		return ttlNanos + (long) (ttlNanos * this.driftFactor) + GRANULARITY_NANOS;
	}

}

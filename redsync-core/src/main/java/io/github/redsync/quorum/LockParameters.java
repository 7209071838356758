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

import java.util.function.IntToLongFunction;

/**
 * The terms on which a lock is acquired and held, as numbers ready for use. Immutable.
 *
 * @param expiryMillis the time to live of the keys in milliseconds
 * @param driftFactor the part of the expiry by which clocks may be apart at its end
 * @param timeoutFactor the part of the expiry that one node may take to answer
 * @param failFast whether a ballot is decided as soon as it is certain
 * @param shuffleNodes whether the nodes are asked in a random order
 * @param setNxOnExtend whether an extension may take a lapsed lock anew
 * @param autoExtend whether a held lock is extended without being asked
 * @param maxHoldNanos how long automatic extension keeps the lock, in nanoseconds
 * @param minHoldNanos how long the lock stays taken at least, in nanoseconds
 * @param fenced whether an acquisition gets a fencing token
 * @param waitNanos how long an acquisition waits, in nanoseconds; {@link #UNBOUNDED} if
 * only attempts bound it
 * @param maxAttempts how many attempts an acquisition makes at most
 * @param delayNanos gives the pause after the nth failed attempt, in nanoseconds
 * @param quorumWaitNanos how long an acquisition goes on while a majority of the nodes is
 * unreachable, in nanoseconds
 * @param fencingStrict whether all nodes must reply when too few vouch for earlier tokens
 */
public record LockParameters(long expiryMillis, double driftFactor, double timeoutFactor, boolean failFast,
		boolean shuffleNodes, boolean setNxOnExtend, boolean autoExtend, long maxHoldNanos, long minHoldNanos,
		boolean fenced, long waitNanos, int maxAttempts, IntToLongFunction delayNanos, long quorumWaitNanos,
		boolean fencingStrict) {

	/**
	 * A wait that only the number of attempts bounds.
	 */
	public static final long UNBOUNDED = Long.MAX_VALUE;

	static final long NANOS_PER_MILLI = 1_000_000;

	private static final long SHORTEST_LIMIT = 50 * NANOS_PER_MILLI;

	// Servers count time to live in whole milliseconds, at either end of it
	private static final long GRANULARITY = 2 * NANOS_PER_MILLI;

	private static final long SHORTEST_PAUSE = 10 * NANOS_PER_MILLI;

	private static final long LONGEST_PAUSE = 250 * NANOS_PER_MILLI;

	long expiryNanos() {
		return this.expiryMillis * NANOS_PER_MILLI;
	}

	/**
	 * Return the shortest expiry whose validity leaves a node the minimum time to reply.
	 */
	public static long minExpiryMillis(double driftFactor) {
		return (long) Math.ceil((SHORTEST_LIMIT + GRANULARITY) / (double) NANOS_PER_MILLI / (1 - driftFactor));
	}

	/**
	 * Return these parameters with other limits of an acquisition.
	 * @param waitNanos how long the acquisition waits, in nanoseconds
	 * @param maxAttempts the maximum number of attempts
	 */
	public LockParameters withLimits(long waitNanos, int maxAttempts) {
		return new LockParameters(this.expiryMillis, this.driftFactor, this.timeoutFactor, this.failFast,
				this.shuffleNodes, this.setNxOnExtend, this.autoExtend, this.maxHoldNanos, this.minHoldNanos,
				this.fenced, waitNanos, maxAttempts, this.delayNanos, this.quorumWaitNanos, this.fencingStrict);
	}

	/**
	 * Return for how long after the start of a granted ballot the lock is trusted, if the
	 * keys were given the time to live.
	 */
	long validityNanos(long ttlMillis) {
		long ttlNanos = ttlMillis * NANOS_PER_MILLI;
		return ttlNanos - (long) (ttlNanos * this.driftFactor) - GRANULARITY;
	}

	/**
	 * Return for how long the lock is trusted if every extension succeeds.
	 */
	long longestNanos() {
		return validityNanos(this.maxHoldNanos / NANOS_PER_MILLI);
	}

	/**
	 * Return how long a node may take to answer: past the validity an answer is useless.
	 */
	public long limitNanos() {
		long limit = Math.max((long) (expiryNanos() * this.timeoutFactor), SHORTEST_LIMIT);
		return Math.max(1, Math.min(limit, validityNanos(this.expiryMillis)));
	}

	/**
	 * Return how long a node may take to answer that is far away: at least twice the
	 * round trip time, unless that would leave less than half of the validity.
	 * @param roundTripNanos the round trip time to the farthest node, in nanoseconds
	 */
	long limitNanos(long roundTripNanos) {
		return Math.max(limitNanos(), Math.min(2 * roundTripNanos, validityNanos(this.expiryMillis) / 2));
	}

	/**
	 * Return the pause after a failed extension: short against the validity that is left,
	 * long against a round trip.
	 */
	long extendPauseNanos() {
		return Math.max(SHORTEST_PAUSE, Math.min(expiryNanos() / 40, LONGEST_PAUSE));
	}

	/**
	 * Return after which time every key on these terms has expired, by any clock, if it
	 * was given the time to live.
	 */
	long quarantineNanos(long ttlMillis) {
		long ttlNanos = ttlMillis * NANOS_PER_MILLI;
		return ttlNanos + (long) (ttlNanos * this.driftFactor) + GRANULARITY;
	}

}

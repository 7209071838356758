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

package io.github.redsync;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Builds {@link LockOptions}. Each method sets one option and returns this builder. Not
 * safe for use by many threads.
 */
public final class LockOptionsBuilder {

	private static final Duration SHORTEST_EXPIRY = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofDays(365);

	Duration expiry = Duration.ofSeconds(8);

	@Nullable Duration waitTime;

	Duration quorumWaitTime = Duration.ofSeconds(2);

	@Nullable Integer tries;

	RetryDelay retryDelay = RetryDelay.uniform(Duration.ofMillis(50), Duration.ofMillis(250));

	double driftFactor = 0.01;

	double timeoutFactor = 0.05;

	@Nullable Supplier<String> valueGenerator;

	boolean failFast = true;

	boolean shuffleNodes;

	boolean setNxOnExtend;

	boolean autoExtend;

	@Nullable Duration maxHold;

	Duration minHold = Duration.ZERO;

	boolean fencing;

	boolean fencingStrict;

	@Nullable String label;

	LockOptionsBuilder() {
	}

	LockOptionsBuilder(LockOptionsBuilder other) {
		this.expiry = other.expiry;
		this.waitTime = other.waitTime;
		this.quorumWaitTime = other.quorumWaitTime;
		this.tries = other.tries;
		this.retryDelay = other.retryDelay;
		this.driftFactor = other.driftFactor;
		this.timeoutFactor = other.timeoutFactor;
		this.valueGenerator = other.valueGenerator;
		this.failFast = other.failFast;
		this.shuffleNodes = other.shuffleNodes;
		this.setNxOnExtend = other.setNxOnExtend;
		this.autoExtend = other.autoExtend;
		this.maxHold = other.maxHold;
		this.minHold = other.minHold;
		this.fencing = other.fencing;
		this.fencingStrict = other.fencingStrict;
		this.label = other.label;
	}

	/**
	 * Set how long the lock is held if it is not extended: the time to live of its keys.
	 * Long enough for the work or, with automatic extension, for the longest pause that
	 * the lock is to survive; a crashed holder blocks others for as long.
	 * @param expiry from 10 milliseconds to 365 days, in whole milliseconds (the rest is
	 * dropped); default 8 seconds
	 * @return this builder
	 * @throws IllegalArgumentException if the expiry is out of range
	 */
	public LockOptionsBuilder expiry(Duration expiry) {
		this.expiry = checkExpiry(expiry);
		return this;
	}

	/**
	 * Set how long an acquisition waits for a lock that another holds. With zero a single
	 * attempt is made. Given together with {@link #tries(int)}, whichever is reached
	 * first ends the wait.
	 * @param waitTime from zero to 365 days; default 10 seconds, which is longer than the
	 * default expiry, so that the lock of a crashed holder is waited out
	 * @return this builder
	 * @throws IllegalArgumentException if the wait time is out of range
	 */
	public LockOptionsBuilder waitTime(Duration waitTime) {
		this.waitTime = inRange("waitTime", waitTime, Duration.ZERO);
		return this;
	}

	/**
	 * Set how long an acquisition goes on while a majority of the nodes is unreachable:
	 * they fail or do not reply. The time starts again when a majority replies. A node
	 * that is quarantined after a restart is reachable. The wait time and the number of
	 * tries limit the acquisition as well; whichever is reached first ends it.
	 * @param quorumWaitTime from zero, which ends the acquisition with the first such
	 * attempt, to 365 days; default 2 seconds
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder quorumWaitTime(Duration quorumWaitTime) {
		this.quorumWaitTime = inRange("quorumWaitTime", quorumWaitTime, Duration.ZERO);
		return this;
	}

	/**
	 * Set how many attempts an acquisition makes, as go-redsync's {@code WithTries}
	 * counts them. If no wait time is given, only the number of tries ends the wait.
	 * @param tries at least 1; default unlimited within the wait time
	 * @return this builder
	 * @throws IllegalArgumentException if the number is below 1
	 */
	public LockOptionsBuilder tries(int tries) {
		check(tries >= 1, "tries", tries, "use 1 for a single attempt, or more");
		this.tries = tries;
		return this;
	}

	/**
	 * Set how long a waiter sleeps between two attempts.
	 * @param retryDelay the delay; default uniform between 50 and 250 ms
	 * @return this builder
	 */
	public LockOptionsBuilder retryDelay(RetryDelay retryDelay) {
		this.retryDelay = Objects.requireNonNull(retryDelay, "'retryDelay' must not be null");
		return this;
	}

	/**
	 * Set by how much of the expiry the clocks of a node and of this process may be apart
	 * at the end of it. The lock is trusted for that much less, and for another 2 ms.
	 * @param driftFactor from 0 to below 1; default 0.01
	 * @return this builder
	 * @throws IllegalArgumentException if the factor is out of range
	 */
	public LockOptionsBuilder driftFactor(double driftFactor) {
		check(driftFactor >= 0 && driftFactor < 1, "driftFactor", driftFactor, "use 0 or more, and less than 1");
		this.driftFactor = driftFactor;
		return this;
	}

	/**
	 * Set how much of the expiry one node may take to answer a request of any kind.
	 * @param timeoutFactor above 0, at most 1; default 0.05; the limit is never below 50
	 * ms and never past the validity of the lock
	 * @return this builder
	 * @throws IllegalArgumentException if the factor is out of range
	 */
	public LockOptionsBuilder timeoutFactor(double timeoutFactor) {
		check(timeoutFactor > 0 && timeoutFactor <= 1, "timeoutFactor", timeoutFactor, "use more than 0, at most 1");
		this.timeoutFactor = timeoutFactor;
		return this;
	}

	/**
	 * Set what makes the random part of a value. It is asked once for every attempt and
	 * must never give the same string twice, in any process: mutual exclusion rests on
	 * it. A string that comes twice in a row is refused.
	 * @param valueGenerator the generator, safe for use by many threads, or {@code null}
	 * for the default: 16 bytes of {@link java.security.SecureRandom} in base64
	 * @return this builder
	 */
	public LockOptionsBuilder valueGenerator(@Nullable Supplier<String> valueGenerator) {
		this.valueGenerator = valueGenerator;
		return this;
	}

	/**
	 * Set whether an answer is given as soon as it is certain, so that a slow node costs
	 * nothing. If off, an attempt waits for every node, up to the limit.
	 * @param failFast whether not to wait for the slower nodes; default on (off in
	 * go-redsync)
	 * @return this builder
	 */
	public LockOptionsBuilder failFast(boolean failFast) {
		this.failFast = failFast;
		return this;
	}

	/**
	 * Set whether each mutex asks the nodes in a random order of its own. All are asked
	 * at once in any case.
	 * @param shuffleNodes whether to shuffle; default off
	 * @return this builder
	 */
	public LockOptionsBuilder shuffleNodes(boolean shuffleNodes) {
		this.shuffleNodes = shuffleNodes;
		return this;
	}

	/**
	 * Set whether an extension may take the lock anew after it had lapsed, if nobody
	 * holds it. Others may have held it in between; {@link Lease#wasReacquired()} tells.
	 * Not possible with fencing.
	 * @param setNxOnExtend whether it may; default off
	 * @return this builder
	 */
	public LockOptionsBuilder setNxOnExtend(boolean setNxOnExtend) {
		this.setNxOnExtend = setNxOnExtend;
		return this;
	}

	/**
	 * Set whether a held lock is extended every third of its expiry, without being asked,
	 * until it is released or {@link #maxHold(Duration)} is reached.
	 * @param autoExtend whether to extend; default off, but on for annotated methods and
	 * {@link Redsync#withLock(String, CheckedSupplier)}
	 * @return this builder
	 */
	public LockOptionsBuilder autoExtend(boolean autoExtend) {
		this.autoExtend = autoExtend;
		return this;
	}

	/**
	 * Set how long automatic extension keeps a lock, so that a holder which hangs does
	 * not block the others for ever. At the end of it the lease is lost.
	 * @param maxHold the time from the acquisition, from 10 milliseconds to 365 days, not
	 * shorter than the expiry; default 1 hour, or the expiry where that is longer
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder maxHold(Duration maxHold) {
		this.maxHold = inRange("maxHold", maxHold, SHORTEST_EXPIRY);
		return this;
	}

	/**
	 * Set how long the lock stays taken at least. A lease that is released earlier ends,
	 * but its keys live on until that time: a job that takes no time then still runs once
	 * in a fleet whose clocks differ.
	 * @param minHold the time from the acquisition, zero or longer, not longer than the
	 * expiry; default zero
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder minHold(Duration minHold) {
		this.minHold = inRange("minHold", minHold, Duration.ZERO);
		return this;
	}

	/**
	 * Set whether each acquisition gets a token that is larger than every token handed
	 * out for the name before.
	 * @param fencing whether it does; default off
	 * @return this builder
	 * @see Lease#fencingToken()
	 */
	public LockOptionsBuilder fencing(boolean fencing) {
		this.fencing = fencing;
		return this;
	}

	/**
	 * Set whether a fencing token may rest on clocks for a name that was locked before.
	 * When too few nodes can vouch for the earlier tokens, for example after all nodes
	 * have restarted, the token is computed from the counters and clocks of the nodes
	 * that replied, which assumes that clocks err by less than the time since the
	 * restart. In strict mode all nodes must reply then, and the lock is not granted
	 * otherwise.
	 * @param fencingStrict whether all nodes must reply then; default off
	 * @return this builder
	 */
	public LockOptionsBuilder fencingStrict(boolean fencingStrict) {
		this.fencingStrict = fencingStrict;
		return this;
	}

	/**
	 * Set the name under which the lock is counted in metrics, in place of its own name:
	 * that may have any number of values.
	 * @param label a name with few different values, such as {@code order:#{#id}}, or
	 * {@code null} to count the lock among the unnamed
	 * @return this builder
	 */
	public LockOptionsBuilder label(@Nullable String label) {
		this.label = label;
		return this;
	}

	/**
	 * Build the options.
	 * @return the options
	 * @throws IllegalArgumentException if two options contradict each other
	 */
	public LockOptions build() {
		if (this.minHold.compareTo(this.expiry) > 0) {
			throw new IllegalArgumentException("A minHold of " + this.minHold + " with an expiry of " + this.expiry
					+ " is not possible: use an expiry that is not shorter than minHold");
		}
		if (this.maxHold != null && this.maxHold.compareTo(this.expiry) < 0) {
			throw new IllegalArgumentException("A maxHold of " + this.maxHold + " with an expiry of " + this.expiry
					+ " has no effect: use an expiry that is not longer than maxHold");
		}
		if (this.fencing && this.setNxOnExtend) {
			throw new IllegalArgumentException("fencing and setNxOnExtend are not possible together: a lock that an "
					+ "extension takes anew has no token of its own; switch one of them off");
		}
		return new LockOptions(this);
	}

	static Duration checkExpiry(Duration expiry) {
		return inRange("expiry", expiry, SHORTEST_EXPIRY);
	}

	static Duration inRange(String option, Duration value, Duration least) {
		Objects.requireNonNull(value, () -> "'" + option + "' must not be null");
		check(value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0, option, value,
				"use a duration from " + least + " to " + LONGEST);
		return value;
	}

	private static void check(boolean valid, String option, Object value, String mend) {
		if (!valid) {
			throw new IllegalArgumentException(option + " of " + value + " is not possible: " + mend);
		}
	}

}

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
 * thread-safe.
 */
public final class LockOptionsBuilder {

	private final LockSettings settings;

	LockOptionsBuilder(LockSettings settings) {
		this.settings = new LockSettings(settings);
	}

	/**
	 * Set the expiry: the time to live of the lock's keys, for which the lock is held
	 * unless it is extended. It must cover the work or, with automatic extension, the
	 * longest pause of the process that the lock must survive. The lock of a crashed
	 * holder blocks other clients until the expiry has elapsed.
	 * @param expiry from 10 milliseconds to 365 days, truncated to milliseconds; default
	 * 8 seconds. {@link #build()} also requires {@link LockOptions#minExpiry(double)}
	 * @return this builder
	 * @throws IllegalArgumentException if the expiry is out of range
	 */
	public LockOptionsBuilder expiry(Duration expiry) {
		this.settings.expiry = Durations.checkExpiry(expiry);
		return this;
	}

	/**
	 * Set how long an acquisition waits for a lock that is taken. With zero it makes a
	 * single attempt. If {@link #tries(int)} is set as well, the limit that is reached
	 * first ends the wait.
	 * @param waitTime from zero to 365 days; default 10 seconds, which is longer than the
	 * default expiry, so that a waiter outlasts the lock of a crashed holder; no default
	 * if tries are set
	 * @return this builder
	 * @throws IllegalArgumentException if the wait time is out of range
	 */
	public LockOptionsBuilder waitTime(Duration waitTime) {
		this.settings.waitTime = Durations.check("waitTime", waitTime, Duration.ZERO);
		return this;
	}

	/**
	 * Set how long an acquisition continues while a majority of the nodes is unreachable,
	 * which means that they fail or do not reply. The time starts again when a majority
	 * has replied. A node that is quarantined after a restart is reachable. The wait time
	 * and the number of tries also limit the acquisition; the limit that is reached first
	 * ends it.
	 * @param quorumWaitTime from zero, which ends the acquisition after the first such
	 * attempt, to 365 days; default 2 seconds
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder quorumWaitTime(Duration quorumWaitTime) {
		this.settings.quorumWaitTime = Durations.check("quorumWaitTime", quorumWaitTime, Duration.ZERO);
		return this;
	}

	/**
	 * Set the maximum number of attempts of an acquisition, counted as go-redsync's
	 * {@code WithTries} does. Without a wait time, only the number of attempts ends the
	 * wait.
	 * @param tries at least 1; default unlimited
	 * @return this builder
	 * @throws IllegalArgumentException if the number is less than 1
	 * @see #unlimitedTries()
	 */
	public LockOptionsBuilder tries(int tries) {
		check(tries >= 1, "tries", tries, "at least 1");
		this.settings.tries = tries;
		return this;
	}

	/**
	 * Remove the limit on the number of attempts, so that only the wait time ends the
	 * wait. This is the default.
	 * @return this builder
	 */
	public LockOptionsBuilder unlimitedTries() {
		this.settings.tries = null;
		return this;
	}

	/**
	 * Set the delay of a waiter between two attempts.
	 * @param retryDelay the delay; default uniform between 50 and 250 ms
	 * @return this builder
	 */
	public LockOptionsBuilder retryDelay(RetryDelay retryDelay) {
		this.settings.retryDelay = Objects.requireNonNull(retryDelay, "'retryDelay' must not be null");
		return this;
	}

	/**
	 * Set the fraction of the expiry by which the clock of a node and that of this
	 * process may differ when the expiry ends. The validity of a lease is shorter than
	 * the expiry by this fraction and another 2 ms.
	 * @param driftFactor at least 0 and less than 1; default 0.01
	 * @return this builder
	 * @throws IllegalArgumentException if the factor is out of range
	 */
	public LockOptionsBuilder driftFactor(double driftFactor) {
		check(driftFactor >= 0 && driftFactor < 1, "driftFactor", driftFactor, "at least 0 and less than 1");
		this.settings.driftFactor = driftFactor;
		return this;
	}

	/**
	 * Set the fraction of the expiry within which a node must reply to a request. The
	 * limit is never less than 50 ms and never ends after the validity of the lock.
	 * @param timeoutFactor greater than 0 and at most 1; default 0.05
	 * @return this builder
	 * @throws IllegalArgumentException if the factor is out of range
	 */
	public LockOptionsBuilder timeoutFactor(double timeoutFactor) {
		check(timeoutFactor > 0 && timeoutFactor <= 1, "timeoutFactor", timeoutFactor, "greater than 0 and at most 1");
		this.settings.timeoutFactor = timeoutFactor;
		return this;
	}

	/**
	 * Set the generator of the random part of a lock value. It is called once for each
	 * attempt and must never return the same string twice, in any process, because mutual
	 * exclusion depends on it. An acquisition fails if the generator returns the same
	 * string twice in a row.
	 * @param valueGenerator the generator, which must be thread-safe, or {@code null} for
	 * the default: 16 bytes of {@link java.security.SecureRandom} in Base64
	 * @return this builder
	 */
	public LockOptionsBuilder valueGenerator(@Nullable Supplier<String> valueGenerator) {
		this.settings.valueGenerator = valueGenerator;
		return this;
	}

	/**
	 * Set whether an attempt ends as soon as its result is certain, so that a slow node
	 * does not delay it. If disabled, an attempt waits for all nodes, up to the limit.
	 * @param failFast whether to ignore slower nodes; default on (off in go-redsync)
	 * @return this builder
	 */
	public LockOptionsBuilder failFast(boolean failFast) {
		this.settings.failFast = failFast;
		return this;
	}

	/**
	 * Set whether each mutex sends its requests to the nodes in a random order. They are
	 * sent concurrently in either case.
	 * @param shuffleNodes whether to shuffle the nodes; default off
	 * @return this builder
	 */
	public LockOptionsBuilder shuffleNodes(boolean shuffleNodes) {
		this.settings.shuffleNodes = shuffleNodes;
		return this;
	}

	/**
	 * Set whether an extension may reacquire a lock that has expired and is free. Another
	 * client may have held the lock in between, which {@link Lease#wasReacquired()}
	 * reports. Cannot be combined with fencing.
	 * @param setNxOnExtend whether an extension may reacquire the lock; default off
	 * @return this builder
	 */
	public LockOptionsBuilder setNxOnExtend(boolean setNxOnExtend) {
		this.settings.setNxOnExtend = setNxOnExtend;
		return this;
	}

	/**
	 * Set whether a held lock is extended automatically, every third of its expiry, until
	 * it is released or {@link #maxHold(Duration)} is reached.
	 * @param autoExtend whether to extend the lock; default off, but on for annotated
	 * methods and for {@link Redsync#withLock(String, CheckedSupplier)}
	 * @return this builder
	 */
	public LockOptionsBuilder autoExtend(boolean autoExtend) {
		this.settings.autoExtend = autoExtend;
		return this;
	}

	/**
	 * Set how long automatic extension keeps a lock, so that a holder that hangs does not
	 * block other clients forever. When this time is over, the lease is lost.
	 * @param maxHold the time since the acquisition, from 10 milliseconds to 365 days,
	 * not shorter than the expiry; default 1 hour, or the expiry if that is longer
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder maxHold(Duration maxHold) {
		this.settings.maxHold = Durations.check("maxHold", maxHold, Durations.MIN_EXPIRY);
		return this;
	}

	/**
	 * Set the minimum time for which the lock stays taken. A release before that time
	 * ends the lease, but the keys remain until the time is over. A short scheduled job
	 * then runs once among all instances, even if their clocks differ.
	 * @param minHold the time since the acquisition, from zero to 365 days, not longer
	 * than the expiry; default zero
	 * @return this builder
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LockOptionsBuilder minHold(Duration minHold) {
		this.settings.minHold = Durations.check("minHold", minHold, Duration.ZERO);
		return this;
	}

	/**
	 * Set whether each acquisition gets a fencing token, which is larger than every
	 * earlier token of the same name.
	 * @param fencing whether to assign fencing tokens; default off
	 * @return this builder
	 * @see Lease#fencingToken()
	 */
	public LockOptionsBuilder fencing(boolean fencing) {
		this.settings.fencing = fencing;
		return this;
	}

	/**
	 * Set whether all nodes must reply when too few of them can vouch for the earlier
	 * fencing tokens of a name that was locked before, for example after all nodes have
	 * restarted. If disabled, the token is then computed from the counters and clocks of
	 * the nodes that replied, which assumes that clocks err by less than the time since
	 * the restart. If enabled, the lock is then granted only if all nodes reply.
	 * @param fencingStrict whether all nodes must reply in that case; default off
	 * @return this builder
	 */
	public LockOptionsBuilder fencingStrict(boolean fencingStrict) {
		this.settings.fencingStrict = fencingStrict;
		return this;
	}

	/**
	 * Set the value of the metrics' tag {@code lock}. It replaces the name of the lock,
	 * which may have any number of values.
	 * @param label a label with few different values, such as {@code order:#{#id}}, or
	 * {@code null} to count the lock among the unnamed ones
	 * @return this builder
	 */
	public LockOptionsBuilder label(@Nullable String label) {
		this.settings.label = label;
		return this;
	}

	/**
	 * Build the options.
	 * @return the options
	 * @throws IllegalArgumentException if the expiry is shorter than
	 * {@link LockOptions#minExpiry(double)} or than {@code minHold}, or longer than
	 * {@code maxHold}, or if {@code fencing} and {@code setNxOnExtend} are both set
	 */
	public LockOptions build() {
		this.settings.validate();
		return new LockOptions(this.settings);
	}

	private static void check(boolean valid, String option, Object value, String range) {
		if (!valid) {
			throw new IllegalArgumentException("Invalid " + option + " " + value + ": must be " + range);
		}
	}

}

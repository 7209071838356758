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

import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * The options with which a lock is acquired, held and released. Immutable and
 * thread-safe; built by a {@link LockOptionsBuilder}.
 * <p>
 * The defaults are those of go-redsync, with two exceptions. {@link #failFast()} is on.
 * {@link #waitTime()} limits the wait unless {@link #tries()} is set, where go-redsync
 * makes 32 attempts.
 */
public final class LockOptions {

	/** The wait time if neither a wait time nor tries are set. */
	static final Duration DEFAULT_WAIT_TIME = Duration.ofSeconds(10);

	private static final Duration DEFAULT_MAX_HOLD = Duration.ofHours(1);

	private static final LockOptions DEFAULTS = builder().build();

	private final LockSettings settings;

	private final LockParameters parameters;

	LockOptions(LockSettings settings) {
		this.settings = new LockSettings(settings);
		this.parameters = parameters(this);
	}

	private static LockParameters parameters(LockOptions options) {
		Duration waitTime = options.waitTime();
		Integer tries = options.tries();
		RetryDelay delay = options.retryDelay();
		return new LockParameters(options.expiry().toMillis(), options.driftFactor(), options.timeoutFactor(),
				options.failFast(), options.shuffleNodes(), options.setNxOnExtend(), options.autoExtend(),
				options.maxHold().toNanos(), options.minHold().toNanos(), options.fencing(),
				(waitTime != null) ? waitTime.toNanos() : LockParameters.UNBOUNDED,
				(tries != null) ? tries : Integer.MAX_VALUE,
				(attempt) -> Durations
					.toNanos(Objects.requireNonNull(delay.next(attempt), "The retry delay must not be null")),
				options.quorumWaitTime().toNanos(), options.fencingStrict());
	}

	/**
	 * Return the default options.
	 * @return the defaults
	 */
	public static LockOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a builder that starts with the default options.
	 * @return a new builder
	 */
	public static LockOptionsBuilder builder() {
		return new LockOptionsBuilder(new LockSettings());
	}

	/**
	 * Return a builder that starts with these options.
	 * @return a new builder
	 */
	public LockOptionsBuilder toBuilder() {
		return new LockOptionsBuilder(this.settings);
	}

	/**
	 * Return the shortest expiry that a lock can have. The validity of a lease is the
	 * expiry minus drift and 2 ms; it must last for the 50 ms that a node may take to
	 * reply.
	 * @param driftFactor the drift factor, at least 0 and less than 1
	 * @return the shortest expiry; 53 milliseconds for the default factor
	 */
	public static Duration minExpiry(double driftFactor) {
		return Duration.ofMillis(LockParameters.minExpiryMillis(driftFactor));
	}

	/**
	 * Return the time for which the lock is held unless it is extended.
	 * @return the expiry; default 8 seconds
	 */
	public Duration expiry() {
		return this.settings.expiry;
	}

	/**
	 * Return how long an acquisition waits for a lock that is taken.
	 * @return the wait time, or {@code null} if only {@link #tries()} limit the wait; 10
	 * seconds if neither was set
	 */
	public @Nullable Duration waitTime() {
		boolean limited = this.settings.waitTime != null || this.settings.tries != null;
		return limited ? this.settings.waitTime : DEFAULT_WAIT_TIME;
	}

	/**
	 * Return how long an acquisition continues while a majority of the nodes is
	 * unreachable.
	 * @return the time; default 2 seconds
	 */
	public Duration quorumWaitTime() {
		return this.settings.quorumWaitTime;
	}

	/**
	 * Return the maximum number of attempts of an acquisition.
	 * @return the number of attempts, or {@code null} if only the wait time limits them
	 */
	public @Nullable Integer tries() {
		return this.settings.tries;
	}

	/**
	 * Return the delay of a waiter between two attempts.
	 * @return the delay; default uniform between 50 and 250 ms
	 */
	public RetryDelay retryDelay() {
		return this.settings.retryDelay;
	}

	/**
	 * Return the fraction of the expiry by which clocks may differ when it ends.
	 * @return the factor; default 0.01
	 */
	public double driftFactor() {
		return this.settings.driftFactor;
	}

	/**
	 * Return the fraction of the expiry within which a node must reply.
	 * @return the factor; default 0.05; the limit is never less than 50 ms
	 */
	public double timeoutFactor() {
		return this.settings.timeoutFactor;
	}

	/**
	 * Return the generator of the random part of a lock value.
	 * @return the generator, or {@code null} for 16 random bytes in Base64
	 */
	public @Nullable Supplier<String> valueGenerator() {
		return this.settings.valueGenerator;
	}

	/**
	 * Return whether an attempt ends as soon as its result is certain.
	 * @return whether slower nodes are ignored; default on
	 */
	public boolean failFast() {
		return this.settings.failFast;
	}

	/**
	 * Return whether each mutex sends its requests to the nodes in a random order.
	 * @return whether the nodes are shuffled; default off
	 */
	public boolean shuffleNodes() {
		return this.settings.shuffleNodes;
	}

	/**
	 * Return whether an extension may reacquire a lock that has expired.
	 * @return whether it may; default off
	 */
	public boolean setNxOnExtend() {
		return this.settings.setNxOnExtend;
	}

	/**
	 * Return whether a held lock is extended automatically.
	 * @return whether it is extended; default off
	 */
	public boolean autoExtend() {
		return this.settings.autoExtend;
	}

	/**
	 * Return how long automatic extension keeps a lock.
	 * @return the time since the acquisition; default 1 hour, or the expiry if that is
	 * longer
	 */
	public Duration maxHold() {
		if (this.settings.maxHold != null) {
			return this.settings.maxHold;
		}
		return (expiry().compareTo(DEFAULT_MAX_HOLD) > 0) ? expiry() : DEFAULT_MAX_HOLD;
	}

	/**
	 * Return the minimum time for which a lock stays taken, even if it is released
	 * earlier.
	 * @return the time since the acquisition; default zero
	 */
	public Duration minHold() {
		return this.settings.minHold;
	}

	/**
	 * Return whether each acquisition gets a fencing token.
	 * @return whether tokens are assigned; default off
	 */
	public boolean fencing() {
		return this.settings.fencing;
	}

	/**
	 * Return whether all nodes must reply when too few of them can vouch for earlier
	 * fencing tokens.
	 * @return whether all must reply; default off
	 */
	public boolean fencingStrict() {
		return this.settings.fencingStrict;
	}

	/**
	 * Return the value of the metrics' tag {@code lock}.
	 * @return a label with few different values, such as {@code order:#{#id}}, or
	 * {@code null}
	 */
	public @Nullable String label() {
		return this.settings.label;
	}

	/**
	 * Return the options in the form that the algorithm uses.
	 */
	LockParameters parameters() {
		return this.parameters;
	}

	@Override
	public String toString() {
		return "LockOptions[expiry=" + expiry() + ", waitTime=" + waitTime() + ", tries=" + tries() + ", autoExtend="
				+ autoExtend() + ", fencing=" + fencing() + "]";
	}

}

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
import java.util.function.Supplier;

import io.github.redsync.quorum.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * How a lock is acquired, held and released. Immutable and safe for use by many threads;
 * made by a {@link LockOptionsBuilder}.
 * <p>
 * The defaults are those of go-redsync where it has the option, but for
 * {@link #failFast()}, which is on here, and for the bound on waiting: go-redsync tries
 * 32 times, here {@link #waitTime()} bounds the wait unless {@link #tries()} is given.
 */
public final class LockOptions {

	/** The wait time where neither it nor tries are given. */
	static final Duration DEFAULT_WAIT_TIME = Duration.ofSeconds(10);

	private static final Duration DEFAULT_MAX_HOLD = Duration.ofHours(1);

	private static final LockOptions DEFAULTS = new LockOptionsBuilder().build();

	private final LockOptionsBuilder settings;

	private final LockParameters terms;

	LockOptions(LockOptionsBuilder settings) {
		this.settings = new LockOptionsBuilder(settings);
		this.terms = TermsFactory.of(this);
	}

	/**
	 * Return the options with every default.
	 * @return the defaults
	 */
	public static LockOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a builder that starts with every default.
	 * @return a new builder
	 */
	public static LockOptionsBuilder builder() {
		return new LockOptionsBuilder();
	}

	/**
	 * Return a builder that starts with these options.
	 * @return a new builder
	 */
	public LockOptionsBuilder toBuilder() {
		return new LockOptionsBuilder(this.settings);
	}

	/**
	 * Return how long the lock is held at most if it is not extended.
	 * @return the expiry; 8 seconds unless set
	 */
	public Duration expiry() {
		return this.settings.expiry;
	}

	/**
	 * Return how long an acquisition waits for a lock that another holds.
	 * @return the wait time, or {@code null} if only {@link #tries()} bound the wait; 10
	 * seconds if neither was set
	 */
	public @Nullable Duration waitTime() {
		boolean bounded = this.settings.waitTime != null || this.settings.tries != null;
		return bounded ? this.settings.waitTime : DEFAULT_WAIT_TIME;
	}

	/**
	 * Return how long an acquisition goes on while a majority of the nodes is
	 * unreachable.
	 * @return the time; 2 seconds unless set
	 */
	public Duration quorumWaitTime() {
		return this.settings.quorumWaitTime;
	}

	/**
	 * Return how many attempts an acquisition makes at most.
	 * @return the number of attempts, or {@code null} if only the wait time bounds them
	 */
	public @Nullable Integer tries() {
		return this.settings.tries;
	}

	/**
	 * Return how long a waiter sleeps between two attempts.
	 * @return the delay; uniform between 50 and 250 ms unless set
	 */
	public RetryDelay retryDelay() {
		return this.settings.retryDelay;
	}

	/**
	 * Return the part of the expiry that clocks may be apart at the end of it.
	 * @return the factor, 0.01 unless set
	 */
	public double driftFactor() {
		return this.settings.driftFactor;
	}

	/**
	 * Return the part of the expiry that one node may take to answer.
	 * @return the factor, 0.05 unless set; the limit is never below 50 ms
	 */
	public double timeoutFactor() {
		return this.settings.timeoutFactor;
	}

	/**
	 * Return what makes the random part of a value.
	 * @return the generator, or {@code null} for 16 random bytes in base64
	 */
	public @Nullable Supplier<String> valueGenerator() {
		return this.settings.valueGenerator;
	}

	/**
	 * Return whether an answer is given as soon as it is certain.
	 * @return whether not to wait for the slower nodes; on unless set
	 */
	public boolean failFast() {
		return this.settings.failFast;
	}

	/**
	 * Return whether each mutex asks the nodes in an order of its own.
	 * @return whether the nodes are shuffled; off unless set
	 */
	public boolean shuffleNodes() {
		return this.settings.shuffleNodes;
	}

	/**
	 * Return whether an extension may take a lapsed lock anew.
	 * @return whether it may; off unless set
	 */
	public boolean setNxOnExtend() {
		return this.settings.setNxOnExtend;
	}

	/**
	 * Return whether a held lock is extended without being asked.
	 * @return whether it is; off unless set
	 */
	public boolean autoExtend() {
		return this.settings.autoExtend;
	}

	/**
	 * Return how long automatic extension may keep a lock.
	 * @return the time from the acquisition; 1 hour unless set, or the expiry where that
	 * is longer
	 */
	public Duration maxHold() {
		if (this.settings.maxHold != null) {
			return this.settings.maxHold;
		}
		return (expiry().compareTo(DEFAULT_MAX_HOLD) > 0) ? expiry() : DEFAULT_MAX_HOLD;
	}

	/**
	 * Return how long a lock stays taken at least, even if it is released earlier.
	 * @return the time from the acquisition; zero unless set
	 */
	public Duration minHold() {
		return this.settings.minHold;
	}

	/**
	 * Return whether each acquisition gets a fencing token.
	 * @return whether it does; off unless set
	 */
	public boolean fencing() {
		return this.settings.fencing;
	}

	/**
	 * Return whether all nodes must reply when too few can vouch for earlier tokens.
	 * @return whether they must; off unless set
	 */
	public boolean fencingStrict() {
		return this.settings.fencingStrict;
	}

	/**
	 * Return the name under which the lock is counted in metrics.
	 * @return a name with few different values, such as {@code order:#{#id}}, or
	 * {@code null}
	 */
	public @Nullable String label() {
		return this.settings.label;
	}

	/**
	 * Return the options as the algorithm wants them, computed once.
	 */
	LockParameters terms() {
		return this.terms;
	}

	@Override
	public String toString() {
		return "LockOptions[expiry=" + expiry() + ", waitTime=" + waitTime() + ", tries=" + tries() + ", autoExtend="
				+ autoExtend() + ", fencing=" + fencing() + "]";
	}

}

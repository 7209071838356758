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

package io.github.redsync.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.github.redsync.RestartProtection;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one run: the number of participants, the lock parameters, and the faults.
 *
 * @param servers the number of servers
 * @param machines the number of competing processes
 * @param clients the number of threads of each process
 * @param intervalMillis the base interval from which random times are drawn, such as the
 * time between two actions of a client or the length of a pause
 * @param intervals the number of intervals during which faults occur
 * @param expiryMillis the expiry of the locks: one interval, or so long that a key that
 * is left behind is detected
 * @param drift the drift factor and the limit of the clock drift
 * @param fenced whether locks are fenced
 * @param counters the initial fencing counters
 * @param strict whether fencing is strict
 * @param reacquire whether an extension may reacquire an expired lock
 * @param guard the restart protection
 * @param extendsLate whether the first process, and no other, extends each lock only
 * shortly before it expires, and pauses or has its messages stalled then
 * @param faults the kinds of faults
 */
record Rules(int servers, int machines, int clients, int intervalMillis, int intervals, int expiryMillis, double drift,
		boolean fenced, Counters counters, boolean strict, boolean reacquire, RestartProtection guard,
		boolean extendsLate, Set<Fault> faults) {

	private static final double[] DRIFTS = { 0.01, 0.05, 0.1 };

	private static final int[] INTERVALS_MILLIS = { 100, 200, 400 };

	private static final Set<Fault> LATE_EXTENSION_FAULTS = EnumSet.of(Fault.PROCESS_PAUSES, Fault.DELAYS,
			Fault.EVICTIONS);

	private static final int LONG_EXPIRY_INTERVALS = 20;

	private static final int FAULT_INTERVALS = 4;

	static Rules random(SplittableRandom random) {
		EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
		for (Fault fault : Fault.values()) {
			if (random.nextInt(3) == 0) {
				faults.add(fault);
			}
		}
		if (random.nextInt(4) > 0) {
			faults.add(Fault.DELAYS);
		}
		// A reacquiring extension does not use the restart guard
		boolean reacquire = random.nextInt(8) == 0 && !faults.contains(Fault.RESTARTS);
		RestartProtection guard = (random.nextInt(3) > 0) ? RestartProtection.OBSERVED : RestartProtection.STRICT;
		int interval = INTERVALS_MILLIS[random.nextInt(INTERVALS_MILLIS.length)];
		return new Rules((random.nextInt(4) > 0) ? 3 : 5, 2 + random.nextInt(2), 1 + random.nextInt(2), interval,
				FAULT_INTERVALS, (random.nextInt(4) > 0) ? interval : LONG_EXPIRY_INTERVALS * interval,
				DRIFTS[random.nextInt(DRIFTS.length)], !reacquire && random.nextBoolean(),
				random.nextBoolean() ? Counters.EQUAL : Counters.NONE, random.nextInt(4) == 0, reacquire, guard,
				random.nextInt(8) == 0, faults);
	}

	/**
	 * Return whether only the order of the tokens is checked.
	 */
	boolean checksOnlyTokens() {
		return this.fenced && has(Fault.UNLIMITED_EVICTIONS);
	}

	/**
	 * Return whether connections are lost and reestablished.
	 */
	boolean hasReconnects() {
		return has(Fault.DISCONNECTS) || has(Fault.ABSENCES);
	}

	/**
	 * Return the maximum error of a wall clock. Two clocks then differ by less than the
	 * quarantine, even if they run at different rates. Strict fencing does not trust
	 * clocks, so the error is larger.
	 */
	long maxClockErrorMillis() {
		return this.strict ? TimeUnit.DAYS.toMillis(1) : this.expiryMillis / 4;
	}

	boolean has(Fault fault) {
		return this.faults.contains(fault);
	}

	/**
	 * Return whether a fault occurs at any time, not only at a late extension.
	 */
	boolean injectsRandomly(Fault fault) {
		return has(fault) && !(this.extendsLate && LATE_EXTENSION_FAULTS.contains(fault));
	}

	Rules with(Fault... more) {
		EnumSet<Fault> all = EnumSet.of(more[0], more);
		all.addAll(this.faults);
		return with(all);
	}

	Rules without(Fault... fewer) {
		EnumSet<Fault> rest = EnumSet.complementOf(EnumSet.of(fewer[0], fewer));
		rest.retainAll(this.faults);
		return with(rest);
	}

	private Rules with(Set<Fault> others) {
		return new Rules(this.servers, this.machines, this.clients, this.intervalMillis, this.intervals,
				this.expiryMillis, this.drift, this.fenced, this.counters, this.strict, this.reacquire, this.guard,
				this.extendsLate, others);
	}

	/**
	 * Return the same rules with a long expiry.
	 */
	Rules withLongExpiry() {
		return new Rules(this.servers, this.machines, this.clients, this.intervalMillis, this.intervals,
				LONG_EXPIRY_INTERVALS * this.intervalMillis, this.drift, this.fenced, this.counters, this.strict,
				this.reacquire, this.guard, this.extendsLate, this.faults);
	}

	/**
	 * Return the same rules without fencing and reacquisition.
	 */
	Rules plain() {
		return new Rules(this.servers, this.machines, this.clients, this.intervalMillis, this.intervals,
				this.expiryMillis, this.drift, false, Counters.NONE, false, false, this.guard, this.extendsLate,
				this.faults);
	}

	Rules withFencing(Counters some) {
		return new Rules(this.servers, this.machines, this.clients, this.intervalMillis, this.intervals,
				this.expiryMillis, this.drift, true, some, false, false, this.guard, this.extendsLate, this.faults);
	}

	int majority() {
		return this.servers / 2 + 1;
	}

	long intervalNanos() {
		return this.intervalMillis * 1_000_000L;
	}

	private long expiryNanos() {
		return this.expiryMillis * 1_000_000L;
	}

	/**
	 * Return the time after which a key that is not extended has expired by every clock.
	 */
	long maxKeyLifeNanos() {
		return (long) (expiryNanos() * (1 + this.drift)) + 5_000_000;
	}

	/**
	 * The initial fencing counters.
	 */
	enum Counters {

		/** There are no counters. */
		NONE,

		/** Every server has the same counter. */
		EQUAL,

		/**
		 * The counters differ and are ahead of the clocks. A token must not be computed
		 * from the clocks while a server can vouch for earlier tokens.
		 */
		AHEAD_OF_CLOCKS;

		/**
		 * Return the counter of a server, or null if it has none.
		 */
		@Nullable String of(int server) {
			return switch (this) {
				case NONE -> null;
				case EQUAL -> "100";
				case AHEAD_OF_CLOCKS -> Long.toString(8_000_000_000_000_000L - 50L * server);
			};
		}

	}

}

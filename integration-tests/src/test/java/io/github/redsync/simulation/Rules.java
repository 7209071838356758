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
 * What one run is like: how many take part, on which terms, and what goes wrong.
 *
 * @param servers how many servers there are
 * @param machines how many processes compete
 * @param clients how many threads of each process do
 * @param paceMillis how fast things happen, from a client's decisions to the length of a
 * pause
 * @param paces for how many paces things go wrong
 * @param expiryMillis the expiry of the locks: as long, or so long that a key which
 * somebody left behind is found
 * @param drift the drift factor, by which clocks really differ
 * @param fenced whether locks are fenced
 * @param counters what the fencing counters are at the start
 * @param strict whether fencing is strict
 * @param takeAnew whether extensions may take a lapsed lock anew
 * @param guard the protection against restarts
 * @param brink whether the first process uses each lock to its end, extends it only then,
 * and stands still or has its line jammed at that moment; the others don't
 * @param faults what goes wrong
 */
record Rules(int servers, int machines, int clients, int paceMillis, int paces, int expiryMillis, double drift,
		boolean fenced, Counters counters, boolean strict, boolean takeAnew, RestartProtection guard, boolean brink,
		Set<Fault> faults) {

	private static final double[] DRIFTS = { 0.01, 0.05, 0.1 };

	private static final int[] PACES = { 100, 200, 400 };

	private static final Set<Fault> AT_THE_BRINK = EnumSet.of(Fault.PAUSES, Fault.DELAYS, Fault.EVICTIONS);

	private static final int LONG = 20;

	private static final int SHORT = 4;

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
		// An extension that takes a lock anew does not ask the guard
		boolean takeAnew = random.nextInt(8) == 0 && !faults.contains(Fault.RESTARTS);
		RestartProtection guard = (random.nextInt(3) > 0) ? RestartProtection.OBSERVED : RestartProtection.STRICT;
		int pace = PACES[random.nextInt(PACES.length)];
		return new Rules((random.nextInt(4) > 0) ? 3 : 5, 2 + random.nextInt(2), 1 + random.nextInt(2), pace, SHORT,
				(random.nextInt(4) > 0) ? pace : LONG * pace, DRIFTS[random.nextInt(DRIFTS.length)],
				!takeAnew && random.nextBoolean(), random.nextBoolean() ? Counters.EVEN : Counters.NONE,
				random.nextInt(4) == 0, takeAnew, guard, random.nextInt(8) == 0, faults);
	}

	/**
	 * Return whether nothing but the order of the tokens is to be judged.
	 */
	boolean tokensOnly() {
		return this.fenced && has(Fault.VANISHINGS);
	}

	/**
	 * Return whether connections are lost that may come back.
	 */
	boolean hasCuts() {
		return has(Fault.CUTS) || has(Fault.ABSENCES);
	}

	/**
	 * Return by how much a wall clock differs from the right one, at most. Any two then
	 * differ by less than the quarantine, also after a while at different rates. A strict
	 * fence does not trust them.
	 */
	long clockErrorMillis() {
		return this.strict ? TimeUnit.DAYS.toMillis(1) : this.expiryMillis / 4;
	}

	boolean has(Fault fault) {
		return this.faults.contains(fault);
	}

	/**
	 * Return whether something goes wrong at any time, and not only when a lock is used
	 * to its end.
	 */
	boolean hasAnytime(Fault fault) {
		return has(fault) && !(this.brink && AT_THE_BRINK.contains(fault));
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
		return new Rules(this.servers, this.machines, this.clients, this.paceMillis, this.paces, this.expiryMillis,
				this.drift, this.fenced, this.counters, this.strict, this.takeAnew, this.guard, this.brink, others);
	}

	/**
	 * Return the same with locks that don't expire for a long time.
	 */
	Rules lasting() {
		return new Rules(this.servers, this.machines, this.clients, this.paceMillis, this.paces, LONG * this.paceMillis,
				this.drift, this.fenced, this.counters, this.strict, this.takeAnew, this.guard, this.brink,
				this.faults);
	}

	/**
	 * Return the same without what makes locks special.
	 */
	Rules plain() {
		return new Rules(this.servers, this.machines, this.clients, this.paceMillis, this.paces, this.expiryMillis,
				this.drift, false, Counters.NONE, false, false, this.guard, this.brink, this.faults);
	}

	Rules withFencing(Counters some) {
		return new Rules(this.servers, this.machines, this.clients, this.paceMillis, this.paces, this.expiryMillis,
				this.drift, true, some, false, false, this.guard, this.brink, this.faults);
	}

	int majority() {
		return this.servers / 2 + 1;
	}

	long paceNanos() {
		return this.paceMillis * 1_000_000L;
	}

	private long expiryNanos() {
		return this.expiryMillis * 1_000_000L;
	}

	/**
	 * Return after which time nothing is left of a lock that nobody extends, by any
	 * clock.
	 */
	long lifeNanos() {
		return (long) (expiryNanos() * (1 + this.drift)) + 5_000_000;
	}

	/**
	 * What the fencing counters are at the start.
	 */
	enum Counters {

		/** There are none. */
		NONE,

		/** The same on each server. */
		EVEN,

		/**
		 * Different ones, and ahead of the clocks: to draw a token from these is wrong as
		 * long as a server can vouch for the earlier ones.
		 */
		APART;

		/**
		 * Return the counter of a server, or null if it has none.
		 */
		@Nullable String of(int server) {
			return switch (this) {
				case NONE -> null;
				case EVEN -> "100";
				case APART -> Long.toString(8_000_000_000_000_000L - 50L * server);
			};
		}

	}

}

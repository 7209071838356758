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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.redsync.quorum.Hold;
import io.github.redsync.test.memory.FenceCounter;
import io.github.redsync.test.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * Sees everything, and says what must never happen: two valid leases at a time, a lease
 * that is valid although another had the lock in between, a lease whose keys are gone, a
 * fencing token that is not larger than the one before.
 */
final class InvariantChecker {

	private final World world;

	private final List<LeaseRecord> tenures = new ArrayList<>();

	private final Map<String, Long> tokens = new HashMap<>();

	private final Set<Long> used = new HashSet<>();

	/** The largest token at the beginning of each attempt. */
	private final Map<String, Long> floors = new HashMap<>();

	private long largest = -1;

	private final Set<String> values = new HashSet<>();

	private int grants;

	private @Nullable String violation;

	InvariantChecker(World world) {
		this.world = world;
	}

	/**
	 * Note that an attempt begins.
	 */
	void begins(String value) {
		if (this.world.rules().fenced()) {
			this.floors.put(value, this.largest);
		}
	}

	LeaseRecord granted(SimulatedMachine machine, String lock, Hold hold) {
		LeaseRecord tenure = new LeaseRecord(machine, lock, hold);
		this.world.trace(tenure + " is granted" + ((hold.token() >= 0) ? " with token " + hold.token() : ""));
		this.grants++;
		this.values.add(hold.value());
		if (hold.leftNanos() <= 0) {
			fail(tenure + " is granted when it is over");
		}
		if (this.world.rules().fenced()) {
			checkToken(tenure);
		}
		if (tenure.isValid()) {
			this.tenures.removeIf((other) -> other.isOver() && !this.world.rules().takeAnew());
			for (LeaseRecord other : this.tenures) {
				if (other.lock().equals(lock)) {
					other.overtake();
				}
			}
			if (this.world.rules().fenced() && !this.world.rules().tokensOnly()) {
				checkOrder(tenure);
			}
		}
		this.tenures.add(tenure);
		look();
		return tenure;
	}

	/**
	 * Check that a token is larger than all tokens handed out before its attempt began,
	 * and is not used twice.
	 */
	private void checkToken(LeaseRecord tenure) {
		long token = tenure.hold().token();
		long floor = this.floors.getOrDefault(tenure.hold().value(), -1L);
		if (token <= floor || !this.used.add(token)) {
			fail(tenure + " got token " + token + " after " + Math.max(floor, token));
		}
		this.largest = Math.max(this.largest, token);
	}

	/**
	 * Check that a token is larger than that of the holder before.
	 */
	private void checkOrder(LeaseRecord tenure) {
		Long before = this.tokens.put(tenure.lock(), tenure.hold().token());
		if (before != null && before >= tenure.hold().token()) {
			fail(tenure + " got token " + tenure.hold().token() + " after " + before);
		}
	}

	/**
	 * Check that the counter of every server vouches for the last token.
	 */
	void checkCounters() {
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			if (counter == null || !counter.vouching() || counter.number() < this.largest) {
				fail(server + " was not reached: it has " + counter + " after token " + this.largest);
			}
		}
	}

	/**
	 * Return whether so many servers vouch that a token needs no clock.
	 */
	boolean areEnoughVouching() {
		int vouching = 0;
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			vouching += (counter != null && counter.vouching()) ? 1 : 0;
		}
		return vouching > this.world.rules().servers() - this.world.rules().majority();
	}

	/**
	 * Check that so few counters vouch for less than the last token that every later one
	 * is larger.
	 */
	private void checkVouchers() {
		int less = 0;
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			less += (counter != null && counter.vouching() && counter.number() < this.largest) ? 1 : 0;
		}
		if (less > this.world.rules().servers() - this.world.rules().majority()) {
			fail(less + " servers vouch for less than token " + this.largest);
		}
	}

	/**
	 * Look at what all believe at this moment.
	 */
	void look() {
		if (this.world.rules().fenced()) {
			checkVouchers();
		}
		if (this.world.rules().tokensOnly()) {
			return;
		}
		for (int i = 0; i < this.tenures.size(); i++) {
			LeaseRecord tenure = this.tenures.get(i);
			if (tenure.isValid()) {
				check(tenure, i);
			}
		}
	}

	private void check(LeaseRecord tenure, int index) {
		if (tenure.isOvertaken()) {
			fail(tenure + " is valid, but another held the lock meanwhile");
		}
		for (int j = 0; j < index; j++) {
			LeaseRecord other = this.tenures.get(j);
			if (other.lock().equals(tenure.lock()) && other.isValid()) {
				fail(tenure + " and " + other + " are valid at a time");
			}
		}
		if (!this.world.rules().has(Fault.RESTARTS)) {
			String value = this.world.mutant().stored(tenure.hold().value());
			int having = 0;
			for (MemoryServer server : this.world.servers()) {
				having += value.equals(server.get(tenure.lock())) ? 1 : 0;
			}
			if (having < this.world.rules().majority()) {
				fail(tenure + " is valid, but only " + having + " servers have its key");
			}
		}
	}

	void crashed(SimulatedMachine machine) {
		this.tenures.stream().filter((tenure) -> tenure.machine() == machine).forEach(LeaseRecord::end);
	}

	/**
	 * Check that nothing is left of any lock.
	 */
	void checkKeysAreGone(String when) {
		for (MemoryServer server : this.world.servers()) {
			Set<String> keys = server.keys();
			keys.removeIf((key) -> key.endsWith(":fence"));
			for (String key : keys) {
				fail(when + " " + server + " still has " + key + " of " + server.get(key));
			}
		}
	}

	void fail(String what) {
		this.world.trace("VIOLATION: " + what);
		if (this.violation == null) {
			this.violation = what;
		}
	}

	/**
	 * Return what has happened first that must never happen, or null.
	 */
	@Nullable String violation() {
		return this.violation;
	}

	/**
	 * Return whether a lock was granted to the attempt with a value.
	 */
	boolean wasGranted(String value) {
		return this.values.contains(value);
	}

	int grants() {
		return this.grants;
	}

}

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
import io.github.redsync.test.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * Sees everything, and says what must never happen: two valid leases at a time, a lease
 * that is valid although another had the lock in between, a lease whose keys are gone, a
 * fencing token that is not larger than the one before.
 */
final class Judge {

	private final World world;

	private final List<Tenure> tenures = new ArrayList<>();

	private final Map<String, Long> tokens = new HashMap<>();

	private final Set<String> values = new HashSet<>();

	private int grants;

	private @Nullable String violation;

	Judge(World world) {
		this.world = world;
	}

	Tenure granted(Machine machine, String lock, Hold hold) {
		Tenure tenure = new Tenure(machine, lock, hold);
		this.world.trace(tenure + " is granted" + ((hold.token() >= 0) ? " with token " + hold.token() : ""));
		this.grants++;
		this.values.add(hold.value());
		if (hold.leftNanos() <= 0) {
			fail(tenure + " is granted when it is over");
		}
		if (tenure.isValid()) {
			this.tenures.removeIf((other) -> other.isOver() && !this.world.rules().takeAnew());
			for (Tenure other : this.tenures) {
				if (other.lock().equals(lock)) {
					other.overtake();
				}
			}
			checkToken(tenure);
		}
		this.tenures.add(tenure);
		look();
		return tenure;
	}

	private void checkToken(Tenure tenure) {
		if (this.world.rules().fenced()) {
			Long before = this.tokens.put(tenure.lock(), tenure.hold().token());
			if (before != null && before >= tenure.hold().token()) {
				fail(tenure + " got token " + tenure.hold().token() + " after " + before);
			}
		}
	}

	/**
	 * Look at what all believe at this moment.
	 */
	void look() {
		for (int i = 0; i < this.tenures.size(); i++) {
			Tenure tenure = this.tenures.get(i);
			if (tenure.isValid()) {
				check(tenure, i);
			}
		}
	}

	private void check(Tenure tenure, int index) {
		if (tenure.isOvertaken()) {
			fail(tenure + " is valid, but another held the lock meanwhile");
		}
		for (int j = 0; j < index; j++) {
			Tenure other = this.tenures.get(j);
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

	void crashed(Machine machine) {
		this.tenures.stream().filter((tenure) -> tenure.machine() == machine).forEach(Tenure::end);
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

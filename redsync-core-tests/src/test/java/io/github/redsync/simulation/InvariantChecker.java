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

import io.github.redsync.internal.hold.Hold;
import io.github.redsync.test.memory.FenceCounter;
import io.github.redsync.test.memory.MemoryServer;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariants of the safety page after each event, with one method for each.
 * The first violation ends the run.
 */
final class InvariantChecker {

	private final World world;

	private final List<LeaseRecord> leases = new ArrayList<>();

	private final Map<String, Long> lastTokens = new HashMap<>();

	private final Set<Long> usedTokens = new HashSet<>();

	/** The largest token before each attempt, by its value. */
	private final Map<String, Long> largestBefore = new HashMap<>();

	private long largestToken = -1;

	private final Set<String> values = new HashSet<>();

	private int grants;

	private @Nullable String violation;

	InvariantChecker(World world) {
		this.world = world;
	}

	/**
	 * Record that an attempt starts.
	 */
	void attemptStarted(String value) {
		if (this.world.rules().fenced()) {
			this.largestBefore.put(value, this.largestToken);
		}
	}

	LeaseRecord granted(SimulatedMachine machine, String lock, Hold hold) {
		LeaseRecord lease = new LeaseRecord(machine, lock, hold);
		this.world.trace(lease + " is granted" + ((hold.token() >= 0) ? " with token " + hold.token() : ""));
		this.grants++;
		this.values.add(hold.value());
		if (hold.leftNanos() <= 0) {
			fail(lease + " is granted after its validity has ended");
		}
		if (this.world.rules().fenced()) {
			checkTokenExceedsEarlierOnes(lease);
		}
		if (lease.isValid()) {
			this.leases.removeIf((other) -> other.isEnded() && !this.world.rules().reacquire());
			for (LeaseRecord other : this.leases) {
				if (other.lock().equals(lock)) {
					other.overtake();
				}
			}
			if (this.world.rules().fenced() && !this.world.rules().checksOnlyTokens()) {
				checkTokenOrder(lease);
			}
		}
		this.leases.add(lease);
		check();
		return lease;
	}

	/**
	 * Check that a token is larger than every token issued before its attempt started,
	 * and is not used twice.
	 */
	private void checkTokenExceedsEarlierOnes(LeaseRecord lease) {
		long token = lease.hold().token();
		long largestEarlier = this.largestBefore.getOrDefault(lease.hold().value(), -1L);
		if (token <= largestEarlier || !this.usedTokens.add(token)) {
			fail(lease + " got token " + token + " after " + Math.max(largestEarlier, token));
		}
		this.largestToken = Math.max(this.largestToken, token);
	}

	/**
	 * Check that a token is larger than that of the previous holder.
	 */
	private void checkTokenOrder(LeaseRecord lease) {
		Long before = this.lastTokens.put(lease.lock(), lease.hold().token());
		if (before != null && before >= lease.hold().token()) {
			fail(lease + " got token " + lease.hold().token() + " after " + before);
		}
	}

	/**
	 * Check that the counter of every server vouches for the last token.
	 */
	void checkEveryCounterVouches() {
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			if (counter == null || !counter.vouching() || counter.number() < this.largestToken) {
				fail(server + " did not receive token " + this.largestToken + ": its counter is " + counter);
			}
		}
	}

	/**
	 * Return whether enough counters vouch for a token to be computed without clocks.
	 */
	boolean hasEnoughVouchingCounters() {
		int vouching = 0;
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			vouching += (counter != null && counter.vouching()) ? 1 : 0;
		}
		return vouching > this.world.rules().servers() - this.world.rules().majority();
	}

	/**
	 * Check that at most {@code N - q} counters vouch for less than the last token, so
	 * that every later token is larger.
	 */
	private void checkVouchingCounters() {
		int less = 0;
		for (MemoryServer server : this.world.servers()) {
			FenceCounter counter = FenceCounter.of(server, "lock");
			less += (counter != null && counter.vouching() && counter.number() < this.largestToken) ? 1 : 0;
		}
		if (less > this.world.rules().servers() - this.world.rules().majority()) {
			fail(less + " servers vouch for less than token " + this.largestToken);
		}
	}

	/**
	 * Check the invariants of the present state.
	 */
	void check() {
		if (this.world.rules().fenced()) {
			checkVouchingCounters();
		}
		if (this.world.rules().checksOnlyTokens()) {
			return;
		}
		for (int i = 0; i < this.leases.size(); i++) {
			LeaseRecord lease = this.leases.get(i);
			if (lease.isValid()) {
				checkNotGrantedToAnotherSince(lease);
				checkMutualExclusion(lease, this.leases.subList(0, i));
				checkMajorityHasKey(lease);
			}
		}
	}

	/**
	 * Check that the lock was not granted to another client since a valid lease began.
	 */
	private void checkNotGrantedToAnotherSince(LeaseRecord lease) {
		if (lease.isOvertaken()) {
			fail(lease + " is valid although another client held the lock since");
		}
	}

	/**
	 * Check that no two leases of a lock are valid at the same time.
	 */
	private void checkMutualExclusion(LeaseRecord lease, List<LeaseRecord> earlier) {
		for (LeaseRecord other : earlier) {
			if (other.lock().equals(lease.lock()) && other.isValid()) {
				fail(lease + " and " + other + " are valid at the same time");
			}
		}
	}

	/**
	 * Check that a majority has the key of a valid lease, unless servers may lose data.
	 */
	private void checkMajorityHasKey(LeaseRecord lease) {
		if (!this.world.rules().has(Fault.RESTARTS)) {
			String value = this.world.mutant().stored(lease.hold().value());
			int having = 0;
			for (MemoryServer server : this.world.servers()) {
				having += value.equals(server.get(lease.lock())) ? 1 : 0;
			}
			if (having < this.world.rules().majority()) {
				fail(lease + " is valid although only " + having + " servers have its key");
			}
		}
	}

	void crashed(SimulatedMachine machine) {
		this.leases.stream().filter((lease) -> lease.machine() == machine).forEach(LeaseRecord::end);
	}

	/**
	 * Check that a client has acquired the lock, which is free.
	 * @param grantsBefore the number of grants before its attempt
	 */
	void checkLiveness(Client client, int grantsBefore) {
		if (this.grants == grantsBefore) {
			fail(client + " does not get the free lock");
		}
	}

	/**
	 * Check that no key of a lock is left on any server.
	 */
	void checkNothingIsLeftBehind(String when) {
		for (MemoryServer server : this.world.servers()) {
			Set<String> keys = server.keys();
			keys.removeIf((key) -> key.endsWith(":fence"));
			for (String key : keys) {
				fail(when + ", " + server + " still has " + key + " of " + server.get(key));
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
	 * Return the first violation, or null.
	 */
	@Nullable String violation() {
		return this.violation;
	}

	/**
	 * Return whether the attempt with a value was granted the lock.
	 */
	boolean wasGranted(String value) {
		return this.values.contains(value);
	}

	int grants() {
		return this.grants;
	}

}

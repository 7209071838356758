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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.time.VirtualTime;
import io.github.redsync.time.TimeSource;

/**
 * The state that all participants of a run share: the true time, the servers, the random
 * source and the invariant checker. A run uses one thread and one seed, so it can be
 * repeated.
 */
final class World implements MutantContext {

	private final long seed;

	private final SplittableRandom random;

	private final Rules rules;

	private final Mutant mutant;

	private final VirtualTime time = new VirtualTime();

	private final long startMillis;

	private final long startNanos;

	private long setBackMillis;

	private final List<MemoryServer> servers = new ArrayList<>();

	private final InvariantChecker checker;

	private final List<String> trace = new ArrayList<>();

	private final boolean traced;

	private boolean healed;

	World(long seed, SplittableRandom random, Rules rules, Mutant mutant, boolean traced) {
		this.seed = seed;
		this.random = random;
		this.rules = rules;
		this.mutant = mutant;
		this.traced = traced;
		this.checker = new InvariantChecker(this);
		for (int i = 0; i < rules.servers(); i++) {
			// From the start of the server, since a step would falsify its uptime
			TimeSource clock = new OffsetTimeSource(this.time.undisturbed(), randomClockErrorMillis());
			this.servers.add(new MemoryServer("n" + (i + 1), clock));
		}
		// A restart is recognized by the age of the servers
		this.time.advance(Duration.ofHours(1));
		this.startMillis = this.time.currentTimeMillis();
		this.startNanos = this.time.nanoTime();
		if (rules.has(Fault.DRIFT)) {
			this.servers.forEach((server) -> server.clockRate(randomRate()));
		}
	}

	/**
	 * Return a random clock rate. Any two rates differ by less than the drift factor.
	 */
	double randomRate() {
		double limit = this.rules.has(Fault.DRIFT) ? 0.45 * this.rules.drift() : 0;
		// Half of the rates are at the limits
		return 1 + ((this.random.nextBoolean()) ? limit : -limit)
				* ((this.random.nextBoolean()) ? 1 : randomFraction());
	}

	/**
	 * Return a random error of the wall clock of a server or a machine.
	 */
	long randomClockErrorMillis() {
		long limit = this.rules.maxClockErrorMillis();
		return this.rules.has(Fault.CLOCKS) ? this.random.nextLong(-limit, limit + 1) : 0;
	}

	/**
	 * Return a random minority of the servers, as large as possible.
	 */
	List<MemoryServer> minority() {
		List<MemoryServer> minority = new ArrayList<>(this.servers);
		while (minority.size() > this.rules.servers() - this.rules.majority()) {
			minority.remove(below(minority.size()));
		}
		return minority;
	}

	/**
	 * Set the wall clocks of all machines back.
	 */
	void setClocksBack(Duration by) {
		this.setBackMillis += by.toMillis();
	}

	/**
	 * Return the time of a wall clock that was right at the start.
	 */
	long wallMillis(double rate) {
		return this.startMillis - this.setBackMillis + (long) ((now() - this.startNanos) / 1e6 * rate);
	}

	private double randomFraction() {
		return this.random.nextInt(1000) / 1000.0;
	}

	boolean oneIn(int n) {
		return this.random.nextInt(n) == 0;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	/**
	 * Return a random time that is shorter than a number of intervals.
	 */
	long randomNanos(int intervals) {
		return this.random.nextLong(intervals * this.rules.intervalNanos());
	}

	void schedule(long nanos, Runnable task) {
		this.time.schedule(nanos, task);
	}

	@Override
	public void later(Runnable task) {
		schedule(randomNanos(1), task);
	}

	@Override
	public boolean wasGranted(String value) {
		return this.checker.wasGranted(value);
	}

	long now() {
		return this.time.nanoTime();
	}

	void trace(String event) {
		if (this.traced) {
			this.trace.add("%10.3f ms  %s".formatted((now() - Duration.ofHours(1).toNanos()) / 1e6, event));
		}
	}

	boolean isTraced() {
		return this.traced;
	}

	List<String> trace() {
		return this.trace;
	}

	void endFaults() {
		this.healed = true;
	}

	boolean areFaultsOver() {
		return this.healed;
	}

	long seed() {
		return this.seed;
	}

	Rules rules() {
		return this.rules;
	}

	Mutant mutant() {
		return this.mutant;
	}

	VirtualTime time() {
		return this.time;
	}

	List<MemoryServer> servers() {
		return this.servers;
	}

	/**
	 * Remove the key of a lock if a majority of the other servers keeps it for at least
	 * as long.
	 */
	void evict(MemoryServer server) {
		Duration left = server.timeLeft("lock");
		String value = server.get("lock");
		int others = 0;
		for (MemoryServer other : this.servers) {
			Duration othersLeft = other.timeLeft("lock");
			others += (left != null && other != server && Objects.equals(value, other.get("lock")) && othersLeft != null
					&& othersLeft.compareTo(left) >= 0) ? 1 : 0;
		}
		if (others >= this.rules.majority()) {
			trace(server + " evicts the key of " + value);
			server.evict("lock");
		}
	}

	InvariantChecker checker() {
		return this.checker;
	}

}

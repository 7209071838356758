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

/**
 * What all who take part in a run share: the true time, the servers, chance, and the
 * judge. Everything happens on one thread and is drawn from one seed, so that a run can
 * be repeated.
 */
final class World implements MutantContext {

	private final long seed;

	private final SplittableRandom random;

	private final Rules rules;

	private final Mutant mutant;

	private final VirtualTime time = new VirtualTime();

	private final long startMillis;

	private final long startNanos;

	private long putBackMillis;

	private final List<MemoryServer> servers = new ArrayList<>();

	private final InvariantChecker judge;

	private final List<String> trace = new ArrayList<>();

	private final boolean traced;

	private boolean healed;

	World(long seed, SplittableRandom random, Rules rules, Mutant mutant, boolean traced) {
		this.seed = seed;
		this.random = random;
		this.rules = rules;
		this.mutant = mutant;
		this.traced = traced;
		this.judge = new InvariantChecker(this);
		for (int i = 0; i < rules.servers(); i++) {
			this.servers.add(new MemoryServer("n" + (i + 1), this.time.undisturbed()));
		}
		// Old enough for a restart to show against it
		this.time.advance(Duration.ofHours(1));
		this.startMillis = this.time.currentTimeMillis();
		this.startNanos = this.time.nanoTime();
		if (rules.has(Fault.CLOCKS)) {
			this.servers.forEach((server) -> server.stepClock(Duration.ofMillis(clockErrorMillis())));
		}
		if (rules.has(Fault.DRIFT)) {
			this.servers.forEach((server) -> server.clockRate(rate()));
		}
	}

	/**
	 * Return the rate of a clock. Any two of them differ by less than the drift factor.
	 */
	double rate() {
		double most = this.rules.has(Fault.DRIFT) ? 0.45 * this.rules.drift() : 0;
		// The ends are where it matters
		return 1 + ((this.random.nextBoolean()) ? most : -most) * ((this.random.nextBoolean()) ? 1 : chance());
	}

	/**
	 * Return by how much the wall clock of a server or a machine differs.
	 */
	long clockErrorMillis() {
		long most = this.rules.clockErrorMillis();
		return this.rules.has(Fault.CLOCKS) ? this.random.nextLong(-most, most + 1) : 0;
	}

	/**
	 * Return as many servers as a majority can do without.
	 */
	List<MemoryServer> minority() {
		List<MemoryServer> minority = new ArrayList<>(this.servers);
		while (minority.size() > this.rules.servers() - this.rules.majority()) {
			minority.remove(below(minority.size()));
		}
		return minority;
	}

	/**
	 * Put the wall clocks of all machines back.
	 */
	void putClocksBack(Duration by) {
		this.putBackMillis += by.toMillis();
	}

	/**
	 * Return what a wall clock shows that was right at the beginning.
	 */
	long wallMillis(double rate) {
		return this.startMillis - this.putBackMillis + (long) ((now() - this.startNanos) / 1e6 * rate);
	}

	private double chance() {
		return this.random.nextInt(1000) / 1000.0;
	}

	boolean one(int in) {
		return this.random.nextInt(in) == 0;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	/**
	 * Return a while: at most so many times the pace at which things happen.
	 */
	long part(int times) {
		return this.random.nextLong(times * this.rules.paceNanos());
	}

	void after(long nanos, Runnable task) {
		this.time.schedule(nanos, task);
	}

	@Override
	public void later(Runnable task) {
		after(part(1), task);
	}

	@Override
	public boolean wasGranted(String value) {
		return this.judge.wasGranted(value);
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

	void heal() {
		this.healed = true;
	}

	boolean isHealed() {
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
	 * Remove the key of a lock, if a majority of the other servers has it for as long.
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

	InvariantChecker judge() {
		return this.judge;
	}

}

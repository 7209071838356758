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
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.MemoryServer;

/**
 * One run. After a time with random faults, the faults end and all clients release their
 * locks. Then each client must acquire the lock once more. If locks are fenced, each
 * tries again after the {@link FinalFaults}.
 */
final class Simulation {

	private static final long MILLI = 1_000_000;

	private final World world;

	private final Rules rules;

	private final List<SimulatedMachine> machines = new ArrayList<>();

	private final List<Client> clients = new ArrayList<>();

	private Simulation(World world) {
		this.world = world;
		this.rules = world.rules();
	}

	/**
	 * Run the simulation of a seed.
	 * @param traced whether to record the events
	 * @return the world after the run
	 */
	static World run(long seed, Mutant mutant, boolean traced) {
		SplittableRandom random = new SplittableRandom(seed);
		World world = new World(seed, random, mutant.rules(Rules.random(random)), mutant, traced);
		world.trace("Seed " + seed + ": " + world.rules());
		new Simulation(world).run();
		return world;
	}

	private void run() {
		for (int i = 0; i < this.rules.servers(); i++) {
			String counter = this.rules.counters().of(i);
			if (counter != null) {
				this.world.servers()
					.get(i)
					.set("lock:fence", counter + " " + this.world.servers().get(i).name() + "#1", null);
			}
		}
		for (int i = 0; i < this.rules.machines(); i++) {
			addMachine();
		}
		new FaultInjector(this.world, this.machines, this::addMachine).begin();
		advance(this.rules.intervals() * this.rules.intervalNanos(), () -> false);
		endFaults();
		settle();
		if (!this.rules.fenced()) {
			acquireOnceMore(true);
			return;
		}
		// If counters are ahead of the clocks, a token needs enough vouching counters
		boolean certain = this.rules.counters() != Counters.AHEAD_OF_CLOCKS
				|| this.world.checker().hasEnoughVouchingCounters();
		if (certain) {
			acquireWithoutMinority();
		}
		acquireOnceMore(certain);
		if (certain) {
			this.world.checker().checkEveryCounterVouches();
			new FinalFaults(this.world).inject();
			advance(this.rules.maxKeyLifeNanos() + 50 * MILLI, () -> false);
			acquireOnceMore(false);
		}
	}

	private void addMachine() {
		SimulatedMachine machine = new SimulatedMachine(this.world, "m" + (this.machines.size() + 1));
		this.machines.add(machine);
		for (int i = 0; i < this.rules.clients(); i++) {
			Client client = new Client(machine, machine + "c" + (i + 1), "lock");
			this.clients.add(client);
			client.actRepeatedly();
		}
	}

	private void endFaults() {
		this.world.trace("The faults are over");
		this.world.endFaults();
		for (MemoryServer server : this.world.servers()) {
			server.resume();
			server.accept();
		}
	}

	/**
	 * Let all clients finish. If no message was lost, all keys are then released, even if
	 * they would expire much later. Otherwise they are gone when the last one has
	 * expired.
	 */
	private void settle() {
		// Pauses and message delays last at most two intervals
		advance(4 * this.rules.intervalNanos() + 200 * MILLI, () -> false);
		this.clients.forEach((client) -> client.machine().run(client::finish));
		advance(50 * MILLI, () -> false);
		boolean restored = this.rules.has(Fault.SNAPSHOTS) && this.rules.has(Fault.RESTARTS);
		if (!this.rules.has(Fault.LOSSES) && !this.rules.has(Fault.CRASHES) && !restored) {
			// A lock that was released early stays taken for its minimum hold time
			advance(this.rules.intervalNanos() / 2, () -> false);
			this.world.checker().checkNothingIsLeftBehind("After the releases");
		}
		advance(this.rules.maxKeyLifeNanos(), () -> false);
		this.world.checker().checkNothingIsLeftBehind("After the last expiry");
	}

	/**
	 * Let each client try to acquire the lock.
	 * @param certain whether it must succeed
	 */
	private void acquireOnceMore(boolean certain) {
		for (Client client : this.clients) {
			if (!client.machine().isCrashed()) {
				int grants = this.world.checker().grants();
				client.machine().run(() -> client.acquire(0, 1));
				advance(100 * MILLI, () -> !client.isWaiting());
				if (certain) {
					this.world.checker().checkLiveness(client, grants);
				}
				advance(50 * MILLI, () -> false);
			}
		}
	}

	/**
	 * Let each client try to acquire the lock while a random minority of the servers is
	 * unreachable.
	 */
	private void acquireWithoutMinority() {
		for (Client client : this.clients) {
			if (!client.machine().isCrashed()) {
				List<MemoryServer> unreachable = this.world.minority();
				unreachable.forEach(MemoryServer::refuse);
				client.machine().run(() -> client.acquire(0, 1));
				advance(100 * MILLI, () -> false);
				unreachable.forEach(MemoryServer::accept);
			}
		}
	}

	/**
	 * Advance the time.
	 * @param until a condition that ends it early
	 */
	private void advance(long nanos, BooleanSupplier until) {
		long end = this.world.now() + nanos;
		boolean[] over = new boolean[1];
		this.world.schedule(nanos, () -> over[0] = true);
		while (!over[0] && this.world.now() <= end && this.world.checker().violation() == null
				&& !until.getAsBoolean()) {
			this.world.time().advanceToNextTimer();
		}
	}

}

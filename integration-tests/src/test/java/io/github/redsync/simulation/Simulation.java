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
 * One run: a while of chaos, then the world is healed, all let go of their locks, and
 * each gets the lock once more. If it is fenced, they do so again in the
 * {@link FinalFaults}.
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
	 * Run.
	 * @param traced whether to write down what happens
	 * @return the world in which it was run
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
			birth();
		}
		new FaultInjector(this.world, this.machines, this::birth).begin();
		pass(this.rules.paces() * this.rules.paceNanos(), () -> false);
		heal();
		settle();
		if (!this.rules.fenced()) {
			acquireOnceMore(true);
			return;
		}
		// Where clocks are behind the counters, a token needs enough of these
		boolean certain = this.rules.counters() != Counters.APART || this.world.judge().areEnoughVouching();
		if (certain) {
			acquireWithout();
		}
		acquireOnceMore(certain);
		if (certain) {
			this.world.judge().checkCounters();
			new FinalFaults(this.world).begin();
			pass(this.rules.lifeNanos() + 50 * MILLI, () -> false);
			acquireOnceMore(false);
		}
	}

	private void birth() {
		SimulatedMachine machine = new SimulatedMachine(this.world, "m" + (this.machines.size() + 1));
		this.machines.add(machine);
		for (int i = 0; i < this.rules.clients(); i++) {
			Client client = new Client(machine, machine + "c" + (i + 1), "lock");
			this.clients.add(client);
			client.live();
		}
	}

	private void heal() {
		this.world.trace("The world is healed");
		this.world.heal();
		for (MemoryServer server : this.world.servers()) {
			server.resume();
			server.accept();
		}
	}

	/**
	 * Let everybody come to an end. Where no message is lost, nothing is left soon, even
	 * if keys expire much later; otherwise only when the last key has expired.
	 */
	private void settle() {
		// Pauses and messages that are under way last twice the pace at most
		pass(4 * this.rules.paceNanos() + 200 * MILLI, () -> false);
		this.clients.forEach((client) -> client.machine().run(client::finish));
		pass(50 * MILLI, () -> false);
		boolean restored = this.rules.has(Fault.SNAPSHOTS) && this.rules.has(Fault.RESTARTS);
		if (!this.rules.has(Fault.LOSSES) && !this.rules.has(Fault.CRASHES) && !restored) {
			// For as long as a lock that was released early stays taken at least
			pass(this.rules.paceNanos() / 2, () -> false);
			this.world.judge().checkKeysAreGone("Soon after the end");
		}
		pass(this.rules.lifeNanos(), () -> false);
		this.world.judge().checkKeysAreGone("Long after the end");
	}

	/**
	 * Let each client acquire the lock.
	 * @param certain whether it must get it
	 */
	private void acquireOnceMore(boolean certain) {
		for (Client client : this.clients) {
			if (!client.machine().isCrashed()) {
				int grants = this.world.judge().grants();
				client.machine().run(() -> client.acquire(0, 1));
				pass(100 * MILLI, () -> !client.isWaiting());
				if (certain && this.world.judge().grants() == grants) {
					this.world.judge().fail(client + " does not get the lock that nobody holds");
				}
				pass(50 * MILLI, () -> false);
			}
		}
	}

	/**
	 * Let each client acquire the lock while some minority of the servers is absent.
	 */
	private void acquireWithout() {
		for (Client client : this.clients) {
			if (!client.machine().isCrashed()) {
				List<MemoryServer> absent = this.world.minority();
				absent.forEach(MemoryServer::refuse);
				client.machine().run(() -> client.acquire(0, 1));
				pass(100 * MILLI, () -> false);
				absent.forEach(MemoryServer::accept);
			}
		}
	}

	/**
	 * Let time pass.
	 * @param until ends it early
	 */
	private void pass(long nanos, BooleanSupplier until) {
		long end = this.world.now() + nanos;
		boolean[] over = new boolean[1];
		this.world.after(nanos, () -> over[0] = true);
		while (!over[0] && this.world.now() <= end && this.world.judge().violation() == null && !until.getAsBoolean()) {
			this.world.time().advanceToNextTimer();
		}
	}

}

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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.redsync.RestartProtection;
import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.MemoryServer;

/**
 * Injects random faults of the kinds that the rules allow, until the faults are over.
 */
final class FaultInjector {

	/** The restart guard cannot distinguish servers that started within two seconds. */
	private static final long SAME_AGE_NANOS = 3_000_000_000L;

	private static final int[] INTERVAL_FACTORS = { 1, 3, 10 };

	private final World world;

	private final List<SimulatedMachine> machines;

	private final Runnable addMachine;

	/**
	 * The factor for the interval between faults. With a large one a fault takes full
	 * effect before the next.
	 */
	private final int intervalFactor;

	private final Deque<Long> restarts = new ArrayDeque<>();

	private final Set<MemoryServer> absent = new HashSet<>();

	/**
	 * Create a fault injector.
	 * @param machines the machines, to which new ones are added during the run
	 * @param addMachine adds a machine
	 */
	FaultInjector(World world, List<SimulatedMachine> machines, Runnable addMachine) {
		this.world = world;
		this.machines = machines;
		this.addMachine = addMachine;
		this.intervalFactor = INTERVAL_FACTORS[world.below(INTERVAL_FACTORS.length)];
	}

	void begin() {
		if (this.world.rules().has(Fault.ABSENCES) && this.world.oneIn(2)) {
			leave(this.world.servers().get(this.world.below(this.world.servers().size())));
		}
		injectRepeatedly();
	}

	private void injectRepeatedly() {
		this.world.schedule(this.intervalFactor * this.world.randomNanos(1) / 3, () -> {
			if (!this.world.areFaultsOver()) {
				Fault[] faults = this.world.rules()
					.faults()
					.stream()
					.filter(this.world.rules()::injectsRandomly)
					.toArray(Fault[]::new);
				if (faults.length > 0) {
					inject(faults[this.world.below(faults.length)]);
				}
				injectRepeatedly();
			}
		});
	}

	private void inject(Fault fault) {
		SimulatedMachine machine = this.machines.get(this.world.below(this.machines.size()));
		MemoryServer server = this.world.servers().get(this.world.below(this.world.servers().size()));
		switch (fault) {
			case SERVER_PAUSES -> pause(server);
			case DISCONNECTS -> disconnect(server);
			case RESTARTS -> restart(server);
			case EVICTIONS -> evict(server);
			case PROCESS_PAUSES -> machine.pause(this.world.randomNanos(2), false);
			case SUSPENSIONS -> machine.pause(this.world.randomNanos(2), true);
			case WALL_STEPS -> step(machine);
			case CRASHES -> crash(machine);
			case DELAYS -> stall(machine);
			case SNAPSHOTS -> save(server);
			case ABSENCES -> leave(server);
			case UNLIMITED_EVICTIONS -> evictUnlimited(server);
			case LOSSES, DRIFT, CLOCKS -> {
			}
		}
	}

	private void pause(MemoryServer server) {
		this.world.trace(server + " pauses");
		server.pause();
		this.world.schedule(this.world.randomNanos(2), () -> {
			this.world.trace(server + " resumes");
			server.resume();
			this.world.checker().check();
		});
	}

	private void disconnect(MemoryServer server) {
		if (this.world.oneIn(2)) {
			this.world.trace(server + " loses its connections");
			server.disconnect();
			return;
		}
		this.world.trace(server + " refuses connections");
		server.refuse();
		this.world.schedule(this.world.randomNanos(2), () -> {
			this.world.trace(server + " accepts connections");
			server.accept();
		});
	}

	/**
	 * Save a snapshot of a server. Sometimes the key of the lock is removed afterwards,
	 * and the server restarts from the snapshot.
	 */
	private void save(MemoryServer server) {
		this.world.trace(server + " saves a snapshot");
		server.saveSnapshot();
		Rules rules = this.world.rules();
		if (rules.checksOnlyTokens() && !rules.strict() && rules.has(Fault.RESTARTS) && this.world.oneIn(2)) {
			evictUnlimited(server);
			this.world.schedule(this.world.randomNanos(1) / 2, () -> {
				if (!this.world.areFaultsOver() && mayLoseKeys()) {
					restore(server);
				}
			});
		}
	}

	private void evictUnlimited(MemoryServer server) {
		if (this.world.rules().fenced()) {
			this.world.trace(server + " loses the key of the lock");
			server.evict("lock");
		}
	}

	/**
	 * Make a server unreachable if a majority stays reachable.
	 */
	private void leave(MemoryServer server) {
		if (this.absent.size() < this.world.rules().servers() - this.world.rules().majority()
				&& this.absent.add(server)) {
			this.world.trace(server + " becomes unreachable");
			server.refuse();
			this.world.schedule(this.world.randomNanos(8), () -> {
				this.world.trace(server + " is reachable again");
				this.absent.remove(server);
				server.accept();
			});
		}
	}

	private void restart(MemoryServer server) {
		Rules rules = this.world.rules();
		boolean saves = rules.has(Fault.SNAPSHOTS);
		// Strict fencing assumes that only a minority ever loses its data
		boolean keepsData = rules.strict()
				&& this.world.servers().indexOf(server) >= rules.servers() - rules.majority();
		if (keepsData || (saves && this.world.oneIn(4))) {
			// To a client that meets them first, servers that restart together look new
			if (!areRestartsDetected() && !mayLoseKeys()) {
				return;
			}
			this.world.trace(server + " saves a snapshot");
			server.saveSnapshot();
			restore(server);
		}
		else if (mayLoseKeys()) {
			if (saves && this.world.oneIn(2)) {
				restore(server);
			}
			else {
				this.world.trace(server + " restarts empty");
				server.restartEmpty();
			}
		}
	}

	private void restore(MemoryServer server) {
		this.world.trace(server + " restarts from its snapshot");
		server.restartFromSnapshot();
	}

	/**
	 * Return whether a server may lose keys by a restart. Only a minority may do so
	 * within the quarantine. If only the tokens are checked, any number may, provided
	 * that every restart is detected.
	 */
	private boolean mayLoseKeys() {
		Rules rules = this.world.rules();
		boolean isDetected = areRestartsDetected();
		if (rules.checksOnlyTokens() && !rules.strict() && isDetected) {
			return true;
		}
		// At most one server per run may lose a counter that is ahead of the clocks
		boolean ignoresAge = isDetected && rules.counters() != Counters.AHEAD_OF_CLOCKS;
		long periodNanos = 2 * rules.maxKeyLifeNanos() + (ignoresAge ? 0 : SAME_AGE_NANOS);
		this.restarts.removeIf((earlier) -> this.world.now() - earlier > periodNanos);
		if (this.restarts.size() >= rules.servers() - rules.majority()) {
			return false;
		}
		this.restarts.add(this.world.now());
		return true;
	}

	/**
	 * Return whether every client detects each restart, or is protected in any case.
	 */
	private boolean areRestartsDetected() {
		Rules rules = this.world.rules();
		return rules.guard() == RestartProtection.STRICT || (!rules.has(Fault.CRASHES) && !rules.has(Fault.ABSENCES));
	}

	/**
	 * Evict the key of a lock. If clients may not detect the restart of another server,
	 * an eviction is permitted only when a restart may lose keys.
	 */
	private void evict(MemoryServer server) {
		if (!this.world.rules().has(Fault.RESTARTS) || areRestartsDetected() || mayLoseKeys()) {
			this.world.evict(server);
		}
	}

	private void stall(SimulatedMachine machine) {
		if (this.world.oneIn(2)) {
			machine.stall(this.world.randomNanos(2));
		}
	}

	private void step(SimulatedMachine machine) {
		long millis = this.world.randomNanos(1) / 1_000_000;
		// If it were set back and suspended, neither clock would show the elapsed time
		boolean setBack = !this.world.rules().has(Fault.SUSPENSIONS) && this.world.oneIn(2);
		machine.stepClock(setBack ? -millis : millis);
	}

	private void crash(SimulatedMachine machine) {
		if (!machine.isCrashed() && this.world.oneIn(2)) {
			machine.crash();
			this.addMachine.run();
		}
	}

}

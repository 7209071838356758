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
 * Makes things go wrong, as the rules say, until the world is healed.
 */
final class FaultInjector {

	/** The guard can't tell servers apart that started within two seconds. */
	private static final long SAME_AGE_NANOS = 3_000_000_000L;

	private static final int[] CALM = { 1, 3, 10 };

	private final World world;

	private final List<SimulatedMachine> machines;

	private final Runnable birth;

	/** In a calm world a fault can have its consequences before the next one. */
	private final int calm;

	private final Deque<Long> restarts = new ArrayDeque<>();

	private final Set<MemoryServer> absent = new HashSet<>();

	/**
	 * Create chaos.
	 * @param machines the machines, to which others are added
	 * @param birth adds a machine
	 */
	FaultInjector(World world, List<SimulatedMachine> machines, Runnable birth) {
		this.world = world;
		this.machines = machines;
		this.birth = birth;
		this.calm = CALM[world.below(CALM.length)];
	}

	void begin() {
		if (this.world.rules().has(Fault.ABSENCES) && this.world.one(2)) {
			leave(this.world.servers().get(this.world.below(this.world.servers().size())));
		}
		goOn();
	}

	private void goOn() {
		this.world.after(this.calm * this.world.part(1) / 3, () -> {
			if (!this.world.isHealed()) {
				Fault[] faults = this.world.rules()
					.faults()
					.stream()
					.filter(this.world.rules()::hasAnytime)
					.toArray(Fault[]::new);
				if (faults.length > 0) {
					befall(faults[this.world.below(faults.length)]);
				}
				goOn();
			}
		});
	}

	private void befall(Fault fault) {
		SimulatedMachine machine = this.machines.get(this.world.below(this.machines.size()));
		MemoryServer server = this.world.servers().get(this.world.below(this.world.servers().size()));
		switch (fault) {
			case HANGS -> hang(server);
			case CUTS -> cut(server);
			case RESTARTS -> restart(server);
			case EVICTIONS -> evict(server);
			case PAUSES -> machine.pause(this.world.part(2), false);
			case SUSPENDS -> machine.pause(this.world.part(2), true);
			case WALL_STEPS -> step(machine);
			case CRASHES -> crash(machine);
			case DELAYS -> jam(machine);
			case SNAPSHOTS -> save(server);
			case ABSENCES -> leave(server);
			case VANISHINGS -> vanish(server);
			case LOSSES, DRIFT, CLOCKS -> {
			}
		}
	}

	private void hang(MemoryServer server) {
		this.world.trace(server + " hangs");
		server.hang();
		this.world.after(this.world.part(2), () -> {
			this.world.trace(server + " goes on");
			server.resume();
			this.world.judge().look();
		});
	}

	private void cut(MemoryServer server) {
		if (this.world.one(2)) {
			this.world.trace(server + " loses its connections");
			server.disconnect();
			return;
		}
		this.world.trace(server + " refuses connections");
		server.refuse();
		this.world.after(this.world.part(2), () -> {
			this.world.trace(server + " accepts connections");
			server.accept();
		});
	}

	/**
	 * Let a server save its keys. Sometimes the lock vanishes then, and the server comes
	 * back with it.
	 */
	private void save(MemoryServer server) {
		this.world.trace(server + " saves its keys");
		server.saveSnapshot();
		Rules rules = this.world.rules();
		if (rules.tokensOnly() && !rules.strict() && rules.has(Fault.RESTARTS) && this.world.one(2)) {
			vanish(server);
			this.world.after(this.world.part(1) / 2, () -> {
				if (!this.world.isHealed() && mayLose()) {
					restore(server);
				}
			});
		}
	}

	private void vanish(MemoryServer server) {
		if (this.world.rules().fenced()) {
			this.world.trace("The lock vanishes from " + server);
			server.evict("lock");
		}
	}

	/**
	 * Let a server be away, if a majority is there.
	 */
	private void leave(MemoryServer server) {
		if (this.absent.size() < this.world.rules().servers() - this.world.rules().majority()
				&& this.absent.add(server)) {
			this.world.trace(server + " leaves");
			server.refuse();
			this.world.after(this.world.part(8), () -> {
				this.world.trace(server + " comes back");
				this.absent.remove(server);
				server.accept();
			});
		}
	}

	private void restart(MemoryServer server) {
		Rules rules = this.world.rules();
		boolean saves = rules.has(Fault.SNAPSHOTS);
		// A strict fence bears that no more than a minority loses data, at any time
		boolean kept = rules.strict() && this.world.servers().indexOf(server) >= rules.servers() - rules.majority();
		if (kept || (saves && this.world.one(4))) {
			// To a client that meets them first, servers that restart together look new
			if (!areRestartsSeen() && !mayLose()) {
				return;
			}
			this.world.trace(server + " saves its keys");
			server.saveSnapshot();
			restore(server);
		}
		else if (mayLose()) {
			if (saves && this.world.one(2)) {
				restore(server);
			}
			else {
				this.world.trace(server + " restarts empty");
				server.restartEmpty();
			}
		}
	}

	private void restore(MemoryServer server) {
		this.world.trace(server + " restarts with what it saved last");
		server.restartFromSnapshot();
	}

	/**
	 * Return whether a server may lose keys by a restart: if only a minority has within
	 * the time that the guard bridges. Tokens alone bear any restarts that are seen.
	 */
	private boolean mayLose() {
		Rules rules = this.world.rules();
		boolean seen = areRestartsSeen();
		if (rules.tokensOnly() && !rules.strict() && seen) {
			return true;
		}
		// Counters ahead of the clocks are not to be lost by two servers in one run
		boolean soon = seen && rules.counters() != Counters.APART;
		long apart = 2 * rules.lifeNanos() + (soon ? 0 : SAME_AGE_NANOS);
		this.restarts.removeIf((earlier) -> this.world.now() - earlier > apart);
		if (this.restarts.size() >= rules.servers() - rules.majority()) {
			return false;
		}
		this.restarts.add(this.world.now());
		return true;
	}

	/**
	 * Return whether every client sees each restart, or need not have seen it.
	 */
	private boolean areRestartsSeen() {
		Rules rules = this.world.rules();
		return rules.guard() == RestartProtection.STRICT || (!rules.has(Fault.CRASHES) && !rules.has(Fault.ABSENCES));
	}

	/**
	 * Evict the key of a lock. Where a client may not see that another server restarts,
	 * an evicted key is lost data like that of a restart.
	 */
	private void evict(MemoryServer server) {
		if (!this.world.rules().has(Fault.RESTARTS) || areRestartsSeen() || mayLose()) {
			this.world.evict(server);
		}
	}

	private void jam(SimulatedMachine machine) {
		if (this.world.one(2)) {
			machine.jam(this.world.part(2));
		}
	}

	private void step(SimulatedMachine machine) {
		long millis = this.world.part(1) / 1_000_000;
		// Put back and suspended, no clock of the machine would show the time that passed
		boolean back = !this.world.rules().has(Fault.SUSPENDS) && this.world.one(2);
		machine.stepClock(back ? -millis : millis);
	}

	private void crash(SimulatedMachine machine) {
		if (!machine.isCrashed() && this.world.one(2)) {
			machine.crash();
			this.birth.run();
		}
	}

}

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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.LockEngine;
import io.github.redsync.quorum.NodeGroup;
import io.github.redsync.quorum.RestartGuard;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;

/**
 * A machine with one process on it, which uses the library. It can stand still: then
 * nothing of it runs, and what has come in meanwhile is dealt with after, answers and
 * timers in any order, each in its own.
 */
final class SimulatedMachine implements Timers {

	private final World world;

	private final String name;

	private final MachineClock clock;

	private final LockEngine engine;

	private final List<RandomMessageDelay> requests = new ArrayList<>();

	private final List<RedisNode> nodes = new ArrayList<>();

	private final Deque<Runnable> answers = new ArrayDeque<>();

	private final Deque<Runnable> calls = new ArrayDeque<>();

	private boolean paused;

	private boolean crashed;

	SimulatedMachine(World world, String name) {
		this.world = world;
		this.name = name;
		this.clock = new MachineClock(world, world.rate(), world.below(1_000_000_000), world.clockErrorMillis());
		TimeSource seen = world.mutant().clock(this.clock);
		for (MemoryServer server : world.servers()) {
			RandomMessageDelay travel = new RandomMessageDelay(world);
			this.requests.add(travel);
			Supplier<RedisNode> connection = () -> new MachineNode(this, server, seen, travel);
			this.nodes.add(world.mutant().node(connection.get(), connection, server, world));
		}
		Rules rules = world.rules();
		this.engine = new LockEngine(new NodeGroup(world.mutant().nodes(this.nodes), seen, this,
				new RestartGuard(world.mutant().guard(rules.guard()), this.nodes.size()), null));
	}

	/**
	 * Run something on this machine, as soon as it does anything.
	 */
	void run(Runnable call) {
		run(this.calls, call);
	}

	void answer(Runnable answer) {
		run(this.answers, answer);
	}

	private void run(Deque<Runnable> queue, Runnable task) {
		if (this.crashed) {
			return;
		}
		if (this.paused) {
			queue.add(task);
			return;
		}
		task.run();
		this.world.judge().look();
	}

	@Override
	public Timeout schedule(long delayNanos, Runnable task) {
		return new MachineTimer(this.world, this, delayNanos, task);
	}

	void pause(long nanos, boolean suspended) {
		if (this.paused || this.crashed) {
			return;
		}
		this.world.trace(this.name + (suspended ? " is suspended" : " pauses"));
		this.paused = true;
		if (suspended) {
			this.clock.suspend();
		}
		this.world.after(nanos, this::goOn);
	}

	private void goOn() {
		this.world.trace(this.name + " goes on");
		this.paused = false;
		this.clock.wake();
		this.world.judge().look();
		while (!this.paused && !(this.answers.isEmpty() && this.calls.isEmpty())) {
			boolean answer = this.calls.isEmpty() || (!this.answers.isEmpty() && this.world.one(2));
			run((answer ? this.answers : this.calls).remove());
			if (this.world.rules().hasAnytime(Fault.PAUSES) && !this.world.isHealed() && this.world.one(8)) {
				pause(this.world.part(1), false);
			}
		}
	}

	/**
	 * Let what the machine sends from now on, to all servers or to some, arrive only
	 * after a while.
	 */
	void jam(long nanos) {
		boolean all = this.world.one(2);
		for (int i = 0; i < this.requests.size(); i++) {
			if (all || this.world.one(2)) {
				jam(i, nanos);
			}
		}
	}

	/**
	 * Let what the machine sends to one server from now on arrive only after a while.
	 */
	void jam(int server, long nanos) {
		this.world.trace(this.name + " has its line to " + this.world.servers().get(server) + " jammed");
		this.requests.get(server).jam(nanos);
	}

	void stepClock(long millis) {
		this.world.trace(this.name + " has its wall clock stepped by " + millis + " ms");
		this.clock.step(millis);
		this.world.judge().look();
	}

	void crash() {
		this.world.trace(this.name + " crashes");
		this.crashed = true;
		this.nodes.forEach(RedisNode::close);
		this.world.judge().crashed(this);
	}

	boolean isFirst() {
		return this.name.equals("m1");
	}

	boolean isCrashed() {
		return this.crashed;
	}

	MachineClock clock() {
		return this.clock;
	}

	LockEngine engine() {
		return this.engine;
	}

	World world() {
		return this.world;
	}

	@Override
	public String toString() {
		return this.name;
	}

}

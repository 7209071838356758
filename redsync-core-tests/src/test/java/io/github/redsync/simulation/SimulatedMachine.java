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

import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.RestartGuard;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;

/**
 * A machine with one process that uses the library. While it is paused, replies and
 * timers are queued. When it resumes, they run in random order, but each kind in its own
 * order.
 */
final class SimulatedMachine implements Timers {

	private final World world;

	private final String name;

	private final MachineClock clock;

	private final LockEngine engine;

	private final List<RandomMessageDelay> requests = new ArrayList<>();

	private final List<RedisNode> nodes = new ArrayList<>();

	private final Deque<Runnable> replies = new ArrayDeque<>();

	private final Deque<Runnable> calls = new ArrayDeque<>();

	private boolean paused;

	private boolean crashed;

	SimulatedMachine(World world, String name) {
		this.world = world;
		this.name = name;
		this.clock = new MachineClock(world, world.randomRate(), world.below(1_000_000_000),
				world.randomClockErrorMillis());
		TimeSource clocks = world.mutant().clock(this.clock);
		for (MemoryServer server : world.servers()) {
			RandomMessageDelay delay = new RandomMessageDelay(world);
			this.requests.add(delay);
			Supplier<RedisNode> connection = () -> new MachineNode(this, server, clocks, delay);
			this.nodes.add(world.mutant().node(connection.get(), connection, server, world));
		}
		Rules rules = world.rules();
		this.engine = new LockEngine(new NodeGroup(world.mutant().nodes(this.nodes), clocks, this,
				new RestartGuard(world.mutant().guard(rules.guard()), this.nodes.size()), null));
	}

	/**
	 * Run a task on this machine when it is not paused.
	 */
	void run(Runnable call) {
		run(this.calls, call);
	}

	void deliver(Runnable reply) {
		run(this.replies, reply);
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
		this.world.checker().check();
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
		this.world.schedule(nanos, this::resume);
	}

	private void resume() {
		this.world.trace(this.name + " resumes");
		this.paused = false;
		this.clock.wake();
		this.world.checker().check();
		while (!this.paused && !(this.replies.isEmpty() && this.calls.isEmpty())) {
			boolean replyFirst = this.calls.isEmpty() || (!this.replies.isEmpty() && this.world.oneIn(2));
			run((replyFirst ? this.replies : this.calls).remove());
			if (this.world.rules().injectsRandomly(Fault.PROCESS_PAUSES) && !this.world.areFaultsOver()
					&& this.world.oneIn(8)) {
				pause(this.world.randomNanos(1), false);
			}
		}
	}

	/**
	 * Stall the messages that this machine sends during a time, to all servers or to
	 * some.
	 */
	void stall(long nanos) {
		boolean all = this.world.oneIn(2);
		for (int i = 0; i < this.requests.size(); i++) {
			if (all || this.world.oneIn(2)) {
				stall(i, nanos);
			}
		}
	}

	/**
	 * Stall the messages that this machine sends to one server during a time.
	 */
	void stall(int server, long nanos) {
		this.world.trace(this.name + " has its messages to " + this.world.servers().get(server) + " stalled");
		this.requests.get(server).stall(nanos);
	}

	void stepClock(long millis) {
		this.world.trace(this.name + " has its wall clock stepped by " + millis + " ms");
		this.clock.step(millis);
		this.world.checker().check();
	}

	void crash() {
		this.world.trace(this.name + " crashes");
		this.crashed = true;
		this.nodes.forEach(RedisNode::close);
		this.world.checker().crashed(this);
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

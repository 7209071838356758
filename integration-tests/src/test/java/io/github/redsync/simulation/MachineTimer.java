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

import io.github.redsync.time.Timers.Timeout;

/**
 * A timer of a machine: it goes by the monotonic clock there, and is called a little
 * late.
 */
final class MachineTimer implements Timeout {

	private static final int LATE_NANOS = 1_000_000;

	private final World world;

	private final SimulatedMachine machine;

	private final long dueNanos;

	private final Runnable task;

	private boolean over;

	private Timeout waking;

	MachineTimer(World world, SimulatedMachine machine, long delayNanos, Runnable task) {
		this.world = world;
		this.machine = machine;
		this.dueNanos = machine.clock().nanoTime() + delayNanos;
		this.task = task;
		this.waking = arm();
	}

	private Timeout arm() {
		long left = this.machine.clock().trueNanos(this.dueNanos - this.machine.clock().nanoTime());
		return this.world.time().schedule(Math.max(0, left) + this.world.below(LATE_NANOS), this::awake);
	}

	private void awake() {
		if (this.dueNanos > this.machine.clock().nanoTime()) {
			this.waking = arm();
			return;
		}
		this.machine.run(() -> {
			if (!this.over) {
				this.over = true;
				this.task.run();
			}
		});
	}

	@Override
	public void cancel() {
		this.over = true;
		this.waking.cancel();
	}

}

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
 * A timer of a machine. It uses the monotonic clock of the machine, and runs up to 1 ms
 * late.
 */
final class MachineTimer implements Timeout {

	private static final int MAX_DELAY_NANOS = 1_000_000;

	private final World world;

	private final SimulatedMachine machine;

	private final long dueNanos;

	private final Runnable task;

	private boolean done;

	private Timeout wakeUp;

	MachineTimer(World world, SimulatedMachine machine, long delayNanos, Runnable task) {
		this.world = world;
		this.machine = machine;
		this.dueNanos = machine.clock().nanoTime() + delayNanos;
		this.task = task;
		this.wakeUp = scheduleWakeUp();
	}

	private Timeout scheduleWakeUp() {
		long left = this.machine.clock().trueNanos(this.dueNanos - this.machine.clock().nanoTime());
		return this.world.time().schedule(Math.max(0, left) + this.world.below(MAX_DELAY_NANOS), this::onWakeUp);
	}

	private void onWakeUp() {
		if (this.dueNanos > this.machine.clock().nanoTime()) {
			this.wakeUp = scheduleWakeUp();
			return;
		}
		this.machine.run(() -> {
			if (!this.done) {
				this.done = true;
				this.task.run();
			}
		});
	}

	@Override
	public void cancel() {
		this.done = true;
		this.wakeUp.cancel();
	}

}

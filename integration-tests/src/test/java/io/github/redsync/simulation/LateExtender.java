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

import io.github.redsync.quorum.Hold;

/**
 * Uses a lock to its very end and extends it only then, while lines are jammed; stands
 * still at that moment, and goes on when the jam is over and others may have held the
 * lock.
 */
final class LateExtender {

	private final World world;

	private final SimulatedMachine machine;

	private final Hold hold;

	private final Runnable over;

	/** For how long after the end of the lock the jam goes on. */
	private final long afterwards;

	/**
	 * Create a brink.
	 * @param over called just before the end of the lock
	 */
	LateExtender(SimulatedMachine machine, Hold hold, Runnable over) {
		this.world = machine.world();
		this.machine = machine;
		this.hold = hold;
		this.over = over;
		this.afterwards = this.world.part(1);
	}

	void begin() {
		if (this.world.rules().brink() && this.world.rules().has(Fault.EVICTIONS) && this.world.one(2)) {
			this.machine.schedule(this.world.part(1) / 10, this::extendAfterEviction);
		}
		else {
			goOn();
		}
	}

	private void extendAfterEviction() {
		this.world.evict(this.world.servers().get(anyServer()));
		this.hold.extend().thenRun(this::goOn);
		// What the extension finds missing is then set again late
		jamOne();
	}

	private void goOn() {
		long left = this.hold.leftNanos();
		jamOne();
		long before = this.world.one(2) ? this.world.part(1) / 10 : this.world.part(1);
		this.machine.schedule(left - before, () -> {
			if (isPossible(Fault.DELAYS)) {
				this.machine.jam(before + this.afterwards);
			}
			this.hold.extend();
		});
		long rest = this.world.part(1) / 10;
		this.machine.schedule(left - rest, () -> {
			this.over.run();
			if (isPossible(Fault.PAUSES)) {
				this.machine.pause(rest + this.afterwards + this.world.part(1) / 10, false);
			}
		});
	}

	private void jamOne() {
		if (this.world.rules().brink() && isPossible(Fault.DELAYS) && this.world.one(2)) {
			// Not for as long as a lock lives that is to be found if it is left behind
			long most = 2 * this.world.rules().paceNanos();
			this.machine.jam(anyServer(), Math.min(this.hold.leftNanos() + this.afterwards, most));
		}
	}

	private int anyServer() {
		return this.world.below(this.world.servers().size());
	}

	private boolean isPossible(Fault fault) {
		return this.world.rules().has(fault) && !this.world.isHealed()
				&& (this.world.rules().brink() || this.world.one(2));
	}

}

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

import io.github.redsync.internal.hold.Hold;

/**
 * Extends a lock only shortly before it expires, while messages are stalled. The process
 * then pauses, and resumes after the messages have been delivered and other clients may
 * have held the lock.
 */
final class LateExtender {

	private final World world;

	private final SimulatedMachine machine;

	private final Hold hold;

	private final Runnable beforeExpiry;

	/** The time from the expiry of the lock to the end of the stall. */
	private final long stallAfterExpiry;

	/**
	 * Create a late extender.
	 * @param beforeExpiry called shortly before the lock expires
	 */
	LateExtender(SimulatedMachine machine, Hold hold, Runnable beforeExpiry) {
		this.world = machine.world();
		this.machine = machine;
		this.hold = hold;
		this.beforeExpiry = beforeExpiry;
		this.stallAfterExpiry = this.world.randomNanos(1);
	}

	void start() {
		if (this.world.rules().extendsLate() && this.world.rules().has(Fault.EVICTIONS) && this.world.oneIn(2)) {
			this.machine.schedule(this.world.randomNanos(1) / 10, this::extendAfterEviction);
		}
		else {
			extendLate();
		}
	}

	private void extendAfterEviction() {
		this.world.evict(this.world.servers().get(anyServer()));
		this.hold.extend().thenRun(this::extendLate);
		// The key that the extension finds missing is then restored late
		stallOne();
	}

	private void extendLate() {
		long left = this.hold.leftNanos();
		stallOne();
		long beforeNanos = this.world.oneIn(2) ? this.world.randomNanos(1) / 10 : this.world.randomNanos(1);
		this.machine.schedule(left - beforeNanos, () -> {
			if (isPossible(Fault.DELAYS)) {
				this.machine.stall(beforeNanos + this.stallAfterExpiry);
			}
			this.hold.extend();
		});
		long pauseBeforeNanos = this.world.randomNanos(1) / 10;
		this.machine.schedule(left - pauseBeforeNanos, () -> {
			this.beforeExpiry.run();
			if (isPossible(Fault.PROCESS_PAUSES)) {
				this.machine.pause(pauseBeforeNanos + this.stallAfterExpiry + this.world.randomNanos(1) / 10, false);
			}
		});
	}

	private void stallOne() {
		if (this.world.rules().extendsLate() && isPossible(Fault.DELAYS) && this.world.oneIn(2)) {
			// Shorter than a long expiry, so that a key that is left behind is detected
			long maxNanos = 2 * this.world.rules().intervalNanos();
			this.machine.stall(anyServer(), Math.min(this.hold.leftNanos() + this.stallAfterExpiry, maxNanos));
		}
	}

	private int anyServer() {
		return this.world.below(this.world.servers().size());
	}

	private boolean isPossible(Fault fault) {
		return this.world.rules().has(fault) && !this.world.areFaultsOver()
				&& (this.world.rules().extendsLate() || this.world.oneIn(2));
	}

}

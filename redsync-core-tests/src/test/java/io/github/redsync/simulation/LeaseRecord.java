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
import io.github.redsync.internal.hold.HoldListener;
import io.github.redsync.internal.hold.Loss;

/**
 * The record of one lease: the period during which a client considers the lock held.
 */
final class LeaseRecord implements HoldListener {

	private final World world;

	private final SimulatedMachine machine;

	private final String lock;

	private final Hold hold;

	private boolean ended;

	private boolean overtaken;

	LeaseRecord(SimulatedMachine machine, String lock, Hold hold) {
		this.world = machine.world();
		this.machine = machine;
		this.lock = lock;
		this.hold = hold;
	}

	@Override
	public void onExtended(boolean extended) {
		this.world.trace(this + (extended ? " is extended" : " is not extended"));
		if (extended) {
			// A reacquired lock starts a new period
			this.overtaken &= !this.hold.wasReacquired();
			this.ended = false;
			if (this.hold.leftNanos() <= 0) {
				this.world.checker().fail(this + " is extended after its validity has ended");
			}
			this.world.checker().check();
		}
	}

	@Override
	public void onLost(Loss loss) {
		this.world.trace(this + " is lost: " + loss.kind());
		this.ended = true;
	}

	@Override
	public void onReleased() {
		this.world.trace(this + " is released");
		this.ended = true;
	}

	void end() {
		this.ended = true;
	}

	/**
	 * Record that the lock was granted to another client.
	 */
	void overtake() {
		this.overtaken = true;
	}

	boolean isOvertaken() {
		return this.overtaken;
	}

	/**
	 * Return whether the lease is valid by the clocks of its client.
	 */
	boolean isValid() {
		return !this.ended && this.hold.leftNanos() > 0;
	}

	boolean isEnded() {
		return this.ended;
	}

	String lock() {
		return this.lock;
	}

	SimulatedMachine machine() {
		return this.machine;
	}

	Hold hold() {
		return this.hold;
	}

	@Override
	public String toString() {
		return this.lock + " of " + this.hold.value();
	}

}

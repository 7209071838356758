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
import io.github.redsync.quorum.HoldListener;
import io.github.redsync.quorum.Loss;

/**
 * The time during which a client believes to hold a lock.
 */
final class LeaseRecord implements HoldListener {

	private final World world;

	private final SimulatedMachine machine;

	private final String lock;

	private final Hold hold;

	private boolean over;

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
			// A lock that was lost and is taken anew begins anew
			this.overtaken &= !this.hold.wasReacquired();
			this.over = false;
			if (this.hold.leftNanos() <= 0) {
				this.world.judge().fail(this + " is extended when it is over");
			}
			this.world.judge().look();
		}
	}

	@Override
	public void onLost(Loss loss) {
		this.world.trace(this + " is lost: " + loss.kind());
		this.over = true;
	}

	@Override
	public void onReleased() {
		this.world.trace(this + " is released");
		this.over = true;
	}

	void end() {
		this.over = true;
	}

	/**
	 * Note that another has got the lock.
	 */
	void overtake() {
		this.overtaken = true;
	}

	boolean isOvertaken() {
		return this.overtaken;
	}

	/**
	 * Return whether the client would say now that it holds the lock.
	 */
	boolean isValid() {
		return !this.over && this.hold.leftNanos() > 0;
	}

	boolean isOver() {
		return this.over;
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

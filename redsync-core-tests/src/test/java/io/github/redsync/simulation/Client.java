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

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.internal.acquire.Acquisition;
import io.github.redsync.internal.acquire.AcquisitionListener;
import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * A simulated thread that uses one lock repeatedly: it acquires the lock with random
 * limits or cancels, then extends, releases or abandons it.
 */
final class Client implements AcquisitionListener {

	private static final long FINAL_HOLD_NANOS = 5_000_000;

	private final World world;

	private final SimulatedMachine machine;

	private final String name;

	private final String lock;

	private @Nullable Acquisition acquisition;

	private @Nullable LeaseRecord lease;

	private int acquisitions;

	private boolean waiting;

	/** Whether the lock is extended only shortly before it expires. */
	private boolean extendsLate;

	private final List<LeaseRecord> abandoned = new ArrayList<>();

	Client(SimulatedMachine machine, String name, String lock) {
		this.world = machine.world();
		this.machine = machine;
		this.name = name;
		this.lock = lock;
	}

	/**
	 * Act at random intervals until the faults are over.
	 */
	void actRepeatedly() {
		this.world.schedule(this.world.randomNanos(1) / 2, () -> this.machine.run(() -> {
			if (!this.world.areFaultsOver()) {
				act();
				actRepeatedly();
			}
		}));
	}

	private void act() {
		chooseAction();
		if (this.world.rules().injectsRandomly(Fault.PROCESS_PAUSES) && this.world.oneIn(10)) {
			this.machine.pause(this.world.randomNanos(2), false);
		}
	}

	private void chooseAction() {
		if (this.waiting) {
			if (this.world.oneIn(6)) {
				cancel();
			}
		}
		else if (this.lease == null || this.lease.isEnded()) {
			acquire(this.world.randomNanos(4), this.world.oneIn(2) ? 1 + this.world.below(3) : 50);
		}
		else if (!this.extendsLate) {
			use(this.lease.hold());
		}
	}

	private void use(Hold hold) {
		int choice = this.world.below(8);
		if (choice < 2) {
			hold.extend();
		}
		else if (choice == 2) {
			hold.verify();
		}
		else if (choice == 3 && this.world.oneIn(3)) {
			this.abandoned.add(this.lease);
			this.lease = null;
		}
		else if (choice > 4) {
			hold.release();
		}
	}

	void acquire(long waitNanos, int attempts) {
		Rules rules = this.world.rules();
		long maxHold = (1 + this.world.below(4)) * rules.intervalNanos();
		// A request that shortens a time to live is not resent on the next connection
		boolean hasMinHold = !this.world.areFaultsOver() && !rules.hasReconnects() && this.world.oneIn(8);
		long minHold = hasMinHold ? this.world.randomNanos(1) / 2 : 0;
		this.extendsLate = !this.world.areFaultsOver()
				&& (rules.extendsLate() ? this.machine.isFirst() : this.world.oneIn(3));
		LockParameters parameters = new LockParameters(rules.expiryMillis(), rules.drift(),
				this.world.oneIn(4) ? 1 : 0.3, !this.world.oneIn(6), false, rules.reacquire(),
				!this.extendsLate && this.world.oneIn(2), maxHold, minHold, rules.fenced(), waitNanos, attempts,
				(attempt) -> this.world.randomNanos(1) / 4, LockParameters.UNBOUNDED, rules.strict());
		this.waiting = true;
		this.world.trace(this.name + " acquires " + this.lock);
		String values = this.name + "." + ++this.acquisitions + "-";
		int[] number = new int[1];
		Acquisition begun = this.machine.engine()
			.acquire(this.lock, this.world.mutant().parameters(parameters), () -> startAttempt(values + ++number[0]),
					this);
		this.acquisition = this.waiting ? begun : null;
	}

	private String startAttempt(String value) {
		this.world.checker().attemptStarted(value);
		return value;
	}

	private void cancel() {
		if (this.acquisition != null && this.acquisition.cancel()) {
			this.world.trace(this.name + " cancels");
			this.waiting = false;
			this.acquisition = null;
		}
	}

	@Override
	public void onGranted(Hold hold) {
		this.waiting = false;
		this.lease = this.world.checker().granted(this.machine, this.lock, hold);
		hold.watch(this.lease);
		if (this.world.areFaultsOver()) {
			// The lock is held until its token has reached every server
			this.machine.schedule(FINAL_HOLD_NANOS, hold::release);
		}
		else if (this.extendsLate) {
			new LateExtender(this.machine, hold, () -> this.extendsLate = false).start();
		}
		else if (this.world.oneIn(3)) {
			this.machine.schedule(this.world.randomNanos(1) / 10, hold::release);
		}
	}

	@Override
	public void onRefused(Refusal refusal) {
		this.world.trace(this.name + " is refused: " + refusal.reason());
		this.waiting = false;
	}

	@Override
	public void onFailed(RuntimeException failure) {
		this.world.checker().fail(this.name + " failed: " + failure);
	}

	/**
	 * Cancel a running acquisition and release all locks.
	 */
	void finish() {
		cancel();
		if (this.lease != null) {
			this.abandoned.add(this.lease);
		}
		this.abandoned.forEach((held) -> held.hold().release());
	}

	boolean isWaiting() {
		return this.waiting;
	}

	SimulatedMachine machine() {
		return this.machine;
	}

	@Override
	public String toString() {
		return this.name;
	}

}

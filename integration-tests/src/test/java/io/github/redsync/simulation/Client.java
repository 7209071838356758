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

import io.github.redsync.quorum.Acquisition;
import io.github.redsync.quorum.AcquisitionListener;
import io.github.redsync.quorum.Hold;
import io.github.redsync.quorum.LockParameters;
import io.github.redsync.quorum.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a process that uses a lock again and again: acquires it with more or less
 * patience, gives up sometimes, holds it, extends it, releases it or forgets to.
 */
final class Client implements AcquisitionListener {

	private static final long HEALED_HOLD_NANOS = 5_000_000;

	private final World world;

	private final SimulatedMachine machine;

	private final String name;

	private final String lock;

	private @Nullable Acquisition acquisition;

	private @Nullable LeaseRecord tenure;

	private int acquisitions;

	private boolean waiting;

	/** Whether the lock is to be used to its very end, and then extended. */
	private boolean late;

	private final List<LeaseRecord> forgotten = new ArrayList<>();

	Client(SimulatedMachine machine, String name, String lock) {
		this.world = machine.world();
		this.machine = machine;
		this.name = name;
		this.lock = lock;
	}

	/**
	 * Do something now and then, until the world is healed.
	 */
	void live() {
		this.world.after(this.world.part(1) / 2, () -> this.machine.run(() -> {
			if (!this.world.isHealed()) {
				act();
				live();
			}
		}));
	}

	private void act() {
		decide();
		if (this.world.rules().hasAnytime(Fault.PAUSES) && this.world.one(10)) {
			this.machine.pause(this.world.part(2), false);
		}
	}

	private void decide() {
		if (this.waiting) {
			if (this.world.one(6)) {
				cancel();
			}
		}
		else if (this.tenure == null || this.tenure.isOver()) {
			acquire(this.world.part(4), this.world.one(2) ? 1 + this.world.below(3) : 50);
		}
		else if (!this.late) {
			use(this.tenure.hold());
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
		else if (choice == 3 && this.world.one(3)) {
			this.forgotten.add(this.tenure);
			this.tenure = null;
		}
		else if (choice > 4) {
			hold.release();
		}
	}

	void acquire(long waitNanos, int attempts) {
		Rules rules = this.world.rules();
		long longest = (1 + this.world.below(4)) * rules.paceNanos();
		// What shortens the life of a key is not sent again over the next connection
		boolean kept = !this.world.isHealed() && !rules.hasCuts() && this.world.one(8);
		long shortest = kept ? this.world.part(1) / 2 : 0;
		this.late = !this.world.isHealed() && (rules.brink() ? this.machine.isFirst() : this.world.one(3));
		LockParameters terms = new LockParameters(rules.expiryMillis(), rules.drift(), this.world.one(4) ? 1 : 0.3,
				!this.world.one(6), false, rules.takeAnew(), !this.late && this.world.one(2), longest, shortest,
				rules.fenced(), waitNanos, attempts, (attempt) -> this.world.part(1) / 4, LockParameters.UNBOUNDED,
				rules.strict());
		this.waiting = true;
		this.world.trace(this.name + " acquires " + this.lock);
		String values = this.name + "." + ++this.acquisitions + "-";
		int[] number = new int[1];
		Acquisition begun = this.machine.engine()
			.acquire(this.lock, this.world.mutant().terms(terms), () -> begin(values + ++number[0]), this);
		this.acquisition = this.waiting ? begun : null;
	}

	private String begin(String value) {
		this.world.judge().begins(value);
		return value;
	}

	private void cancel() {
		if (this.acquisition != null && this.acquisition.cancel()) {
			this.world.trace(this.name + " gives up");
			this.waiting = false;
			this.acquisition = null;
		}
	}

	@Override
	public void onGranted(Hold hold) {
		this.waiting = false;
		this.tenure = this.world.judge().granted(this.machine, this.lock, hold);
		hold.watch(this.tenure);
		if (this.world.isHealed()) {
			// The token reaches every server while the lock is held
			this.machine.schedule(HEALED_HOLD_NANOS, hold::release);
		}
		else if (this.late) {
			new LateExtender(this.machine, hold, () -> this.late = false).begin();
		}
		else if (this.world.one(3)) {
			this.machine.schedule(this.world.part(1) / 10, hold::release);
		}
	}

	@Override
	public void onRefused(Refusal refusal) {
		this.world.trace(this.name + " is refused: " + refusal.reason());
		this.waiting = false;
	}

	@Override
	public void onFailed(RuntimeException failure) {
		this.world.judge().fail(this.name + " failed: " + failure);
	}

	/**
	 * End what is under way.
	 */
	void finish() {
		cancel();
		if (this.tenure != null) {
			this.forgotten.add(this.tenure);
		}
		this.forgotten.forEach((held) -> held.hold().release());
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

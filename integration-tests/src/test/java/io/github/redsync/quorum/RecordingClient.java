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

package io.github.redsync.quorum;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Waits for a lock, and writes down when it got it.
 */
final class RecordingClient implements AcquisitionListener, HoldListener {

	private final String name;

	private final List<String> log;

	private @Nullable Acquisition acquisition;

	private @Nullable Hold hold;

	private @Nullable Refusal refusal;

	private @Nullable RuntimeException failure;

	RecordingClient(String name, List<String> log) {
		this.name = name;
		this.log = log;
	}

	RecordingClient acquire(LockEngine engine, String key, LockParameters terms) {
		int[] serial = new int[1];
		this.acquisition = engine.acquire(key, terms, () -> this.name + "-" + serial[0]++, this);
		return this;
	}

	boolean cancel() {
		return this.acquisition != null && this.acquisition.cancel();
	}

	void release() {
		hold().release();
	}

	Hold hold() {
		if (this.hold == null) {
			throw new AssertionError(this.name + " does not hold the lock, but was refused: " + this.refusal);
		}
		return this.hold;
	}

	boolean isWaiting() {
		return this.hold == null && this.refusal == null && this.failure == null;
	}

	boolean isHolding() {
		return this.hold != null && this.hold.isHeld();
	}

	@Nullable Refusal refusal() {
		return this.refusal;
	}

	@Nullable RuntimeException failure() {
		return this.failure;
	}

	@Override
	public void onGranted(Hold granted) {
		this.hold = granted;
		this.log.add(this.name);
		granted.watch(this);
	}

	@Override
	public void onRefused(Refusal refused) {
		this.refusal = refused;
	}

	@Override
	public void onFailed(RuntimeException failed) {
		this.failure = failed;
	}

	@Override
	public void onExtended(boolean extended) {
	}

	@Override
	public void onLost(Loss loss) {
	}

	@Override
	public void onReleased() {
	}

	@Override
	public String toString() {
		return this.name;
	}

}

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

package io.github.redsync.internal;

import java.util.List;

import io.github.redsync.internal.acquire.Acquisition;
import io.github.redsync.internal.acquire.AcquisitionListener;
import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.hold.HoldListener;
import io.github.redsync.internal.hold.Loss;
import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client that acquires one lock, and records its name in a log when the lock is
 * granted.
 */
public class RecordingClient implements AcquisitionListener, HoldListener {

	private final String name;

	private final List<String> log;

	private @Nullable Acquisition acquisition;

	private @Nullable Hold hold;

	private @Nullable Refusal refusal;

	private @Nullable RuntimeException failure;

	public RecordingClient(String name, List<String> log) {
		this.name = name;
		this.log = log;
	}

	public RecordingClient acquire(LockEngine engine, String key, LockParameters parameters) {
		int[] serial = new int[1];
		this.acquisition = engine.acquire(key, parameters, () -> this.name + "-" + serial[0]++, this);
		return this;
	}

	public boolean cancel() {
		return this.acquisition != null && this.acquisition.cancel();
	}

	public void release() {
		hold().release();
	}

	public Hold hold() {
		if (this.hold == null) {
			throw new AssertionError(this.name + " does not hold the lock, but was refused: " + this.refusal);
		}
		return this.hold;
	}

	public boolean isWaiting() {
		return this.hold == null && this.refusal == null && this.failure == null;
	}

	public boolean isHolding() {
		return this.hold != null && this.hold.isHeld();
	}

	public @Nullable Refusal refusal() {
		return this.refusal;
	}

	public @Nullable RuntimeException failure() {
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

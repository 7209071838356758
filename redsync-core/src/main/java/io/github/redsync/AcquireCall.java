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

package io.github.redsync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.internal.acquire.Acquisition;
import io.github.redsync.internal.acquire.AcquisitionListener;
import io.github.redsync.internal.acquire.Refusal;
import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * One call that acquires one lock. Starts the acquisition, notifies the listeners, and
 * releases the lock if the caller has cancelled the call.
 */
final class AcquireCall implements LeaseCall, AcquisitionListener {

	private final MutexContext context;

	private final DefaultMutex mutex;

	private final LockParameters parameters;

	private final CompletableFuture<AbstractLease> result = new CompletableFuture<>();

	private final long beginNanos = System.nanoTime();

	private volatile @Nullable Acquisition acquisition;

	AcquireCall(MutexContext context, DefaultMutex mutex, LockParameters parameters) {
		this.context = context;
		this.mutex = mutex;
		this.parameters = parameters;
	}

	@Override
	public CompletableFuture<AbstractLease> result() {
		return this.result;
	}

	@Override
	public void begin() {
		if (!this.context.listeners().isEmpty()) {
			this.context.listeners().publish((listener) -> listener.onAcquireStarted(this.mutex));
		}
		this.acquisition = this.context.engine().acquire(this.mutex.key(), this.parameters, this.mutex.values(), this);
	}

	@Override
	public void cancel() {
		Acquisition running = this.acquisition;
		if (running != null && running.cancel()) {
			ended(AcquireOutcome.CANCELLED);
			this.result.cancel(false);
			return;
		}
		this.result.whenComplete((lease, failure) -> {
			if (lease != null) {
				lease.discard();
			}
		});
	}

	@Override
	public void onGranted(Hold hold) {
		DefaultLease lease = new DefaultLease(this.context, this.mutex, hold);
		ended(AcquireOutcome.ACQUIRED);
		this.context.fencingLog().record(this.mutex.name(), hold.tokenBasis());
		lease.begin();
		this.result.complete(lease);
	}

	@Override
	public void onRefused(Refusal refusal) {
		ended((refusal.reason() == Refusal.Reason.TAKEN) ? AcquireOutcome.TAKEN : AcquireOutcome.UNAVAILABLE);
		this.result.completeExceptionally(ExceptionTranslator.ofRefusal(this.mutex.name(), refusal));
	}

	@Override
	public void onFailed(RuntimeException failure) {
		ended(AcquireOutcome.UNAVAILABLE);
		this.result.completeExceptionally(failure);
	}

	private void ended(AcquireOutcome outcome) {
		if (!this.context.listeners().isEmpty()) {
			Duration elapsed = Duration.ofNanos(System.nanoTime() - this.beginNanos);
			this.context.listeners().publish((listener) -> listener.onAcquireEnded(this.mutex, outcome, elapsed));
		}
	}

}

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

import io.github.redsync.quorum.Acquisition;
import io.github.redsync.quorum.AcquisitionListener;
import io.github.redsync.quorum.Hold;
import io.github.redsync.quorum.LockParameters;
import io.github.redsync.quorum.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One call that acquires a lock: begins the acquisition, tells the listeners, and gives
 * the lease back if the caller has gone meanwhile.
 */
final class AcquireCall implements LeaseCall, AcquisitionListener {

	private final MutexContext context;

	private final DefaultMutex mutex;

	private final LockParameters terms;

	private final CompletableFuture<AbstractLease> result = new CompletableFuture<>();

	private final long beginNanos = System.nanoTime();

	private volatile @Nullable Acquisition acquisition;

	AcquireCall(MutexContext context, DefaultMutex mutex, LockParameters terms) {
		this.context = context;
		this.mutex = mutex;
		this.terms = terms;
	}

	@Override
	public CompletableFuture<AbstractLease> result() {
		return this.result;
	}

	@Override
	public void begin() {
		if (this.context.events().isListenedTo()) {
			this.context.events().tell((listener) -> listener.onAcquireStarted(this.mutex));
		}
		this.acquisition = this.context.engine().acquire(this.mutex.key(), this.terms, this.mutex.values(), this);
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
		this.result.completeExceptionally(ExceptionTranslator.of(this.mutex.name(), refusal));
	}

	@Override
	public void onFailed(RuntimeException failure) {
		ended(AcquireOutcome.UNAVAILABLE);
		this.result.completeExceptionally(failure);
	}

	private void ended(AcquireOutcome outcome) {
		if (this.context.events().isListenedTo()) {
			Duration elapsed = Duration.ofNanos(System.nanoTime() - this.beginNanos);
			this.context.events().tell((listener) -> listener.onAcquireEnded(this.mutex, outcome, elapsed));
		}
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One call that acquires several locks, one after another. Extends the acquired locks
 * while it waits for the next one. If one of them cannot be acquired, all are released.
 */
final class CompositeAcquireCall implements LeaseCall {

	private final CompositeMutex mutex;

	private final LockParameters parameters;

	private final long beginNanos;

	private final long extensionNanos;

	private long heldSinceNanos;

	private final CompletableFuture<AbstractLease> result = new CompletableFuture<>();

	private final List<AbstractLease> leases = new ArrayList<>();

	private @Nullable AcquireCall running;

	private @Nullable Timeout extension;

	private State state = State.OPEN;

	private enum State {

		OPEN, GRANTED, CANCELLED

	}

	CompositeAcquireCall(CompositeMutex mutex, LockParameters parameters) {
		this.mutex = mutex;
		this.parameters = parameters;
		this.beginNanos = now();
		this.extensionNanos = mutex.options().expiry().toNanos() / 3;
	}

	@Override
	public CompletableFuture<AbstractLease> result() {
		return this.result;
	}

	@Override
	public void begin() {
		next();
	}

	private void next() {
		AcquireCall call;
		synchronized (this) {
			if (this.state != State.OPEN) {
				return;
			}
			int index = this.leases.size();
			call = this.mutex.call(index, (index == 0) ? this.parameters : remainingParameters());
			this.running = call;
		}
		call.result().whenComplete(this::ended);
		call.begin();
		if (isCancelled()) {
			// A cancellation before begin() had no acquisition to cancel
			call.cancel();
		}
	}

	private LockParameters remainingParameters() {
		boolean limited = this.parameters.waitNanos() != LockParameters.UNBOUNDED;
		return limited
				? this.parameters.withLimits(Math.max(0, this.parameters.waitNanos() - (now() - this.beginNanos)),
						this.parameters.maxAttempts())
				: this.parameters;
	}

	private void ended(@Nullable AbstractLease lease, @Nullable Throwable failure) {
		if (lease == null) {
			fail((failure != null) ? failure : new IllegalStateException("The acquisition ended without a lease"));
			return;
		}
		boolean complete = false;
		boolean open;
		synchronized (this) {
			open = this.state == State.OPEN;
			if (open) {
				this.leases.add(lease);
				complete = this.leases.size() == this.mutex.size();
				if (this.leases.size() == 1) {
					this.heldSinceNanos = now();
					scheduleExtension();
				}
			}
		}
		if (!open) {
			// Without this object's monitor, because listeners may be notified
			lease.discard();
			return;
		}
		lease.loss().thenAccept(this::failAfterLoss);
		if (!complete) {
			next();
		}
		else if (this.parameters.autoExtend() || now() - this.heldSinceNanos < this.extensionNanos) {
			succeed();
		}
		else {
			extendAll();
		}
	}

	/**
	 * Extend all locks after a long wait, so that the caller gets the whole expiry and
	 * the first lock does not end before the last.
	 */
	private void extendAll() {
		this.mutex.lease(held())
			.extension()
			.thenAccept((failure) -> failure.ifPresentOrElse(
					(problem) -> fail(new LockNotAcquiredException("Locks " + PrintableName.from(this.mutex.name())
							+ " not acquired: one of them was not extended while waiting for the others ("
							+ problem.getMessage() + ")", problem.nodes(), problem)),
					this::succeed));
	}

	private void succeed() {
		CompositeLease lease = this.mutex.lease(held());
		// isValid() reports an expired lease as lost, which ends this call
		if (lease.isValid() && end(State.GRANTED)) {
			this.result.complete(lease);
		}
	}

	private void failAfterLoss(LeaseLostException loss) {
		fail(new LockNotAcquiredException("Locks " + PrintableName.from(this.mutex.name())
				+ " not acquired: one of them was lost while waiting for the others (" + loss.getMessage() + ")",
				loss.nodes(), loss));
	}

	private void fail(Throwable failure) {
		if (end(State.CANCELLED)) {
			releaseAll();
			this.result.completeExceptionally(failure);
		}
	}

	@Override
	public void cancel() {
		if (end(State.CANCELLED)) {
			releaseAll();
			this.result.cancel(false);
			return;
		}
		this.result.whenComplete((lease, failure) -> {
			if (lease != null) {
				lease.discard();
			}
		});
	}

	private void releaseAll() {
		AcquireCall call;
		synchronized (this) {
			call = this.running;
		}
		if (call != null) {
			call.cancel();
		}
		// No lease is added after the end
		this.leases.forEach(AbstractLease::discard);
	}

	private synchronized boolean end(State end) {
		if (this.state != State.OPEN) {
			return false;
		}
		this.state = end;
		if (this.extension != null) {
			this.extension.cancel();
		}
		return true;
	}

	private synchronized void scheduleExtension() {
		if (this.state == State.OPEN && !this.parameters.autoExtend()) {
			this.extension = this.mutex.context()
				.engine()
				.group()
				.timers()
				.schedule(this.extensionNanos, this::extendHeld);
		}
	}

	private void extendHeld() {
		held().forEach(AbstractLease::extension);
		scheduleExtension();
	}

	private synchronized List<AbstractLease> held() {
		return (this.state == State.OPEN) ? List.copyOf(this.leases) : List.of();
	}

	private synchronized boolean isCancelled() {
		return this.state == State.CANCELLED;
	}

	private long now() {
		return this.mutex.context().engine().group().time().nanoTime();
	}

}

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

package io.github.redsync.spring.execution;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redsync.Lease;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.RedsyncException;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Future that the caller of a locked method gets. It completes as the future of the
 * method does, after the lock was released. Cancelling or completing it cancels the step
 * in progress: the acquisition, or the future of the method, whose completion releases
 * the lock.
 */
final class LockedFuture extends CompletableFuture<@Nullable Object> {

	private final MethodInvocation invocation;

	private final @Nullable LockScope path;

	private final LossPolicy losses;

	private final Executor executor;

	/**
	 * Whether the outcome is decided: the result of the method or the loss of the lock.
	 */
	private final AtomicBoolean decided = new AtomicBoolean();

	private volatile @Nullable CompletableFuture<?> step;

	LockedFuture(MethodInvocation invocation, @Nullable LockScope path, LossPolicy losses, Executor executor) {
		this.invocation = invocation;
		this.path = path;
		this.losses = losses;
		this.executor = executor;
		whenComplete((value, failure) -> cancelStep());
	}

	LockedFuture acquire(LockRequest request, RefusalPolicy refusals) {
		CompletableFuture<Lease> acquisition = request.lockAsync();
		setStep(acquisition);
		acquisition.whenComplete((lease, failure) -> {
			if (lease != null) {
				SharedLease shared = new SharedLease(request.redsync(), lease);
				run(() -> call(shared));
			}
			else if (failure instanceof LockNotAcquiredException refusal
					&& !(failure instanceof LockInterruptedException)) {
				run(() -> refuse(refusals, refusal));
			}
			else {
				finish(null, failure);
			}
		});
		return this;
	}

	LockedFuture callLater(SharedLease lease) {
		run(() -> call(lease));
		return this;
	}

	LockedFuture call(SharedLease lease) {
		if (isDone()) {
			lease.discard();
			return this;
		}
		CompletionStage<?> stage;
		try (LockContextHolder.Scope scope = LockContextHolder
			.enter(LockScope.inside(this.path, lease, this.losses.endsCall(), null))) {
			stage = (CompletionStage<?>) this.invocation.proceed();
		}
		catch (Throwable ex) {
			end(lease, null, ex);
			return this;
		}
		if (stage == null) {
			end(lease, null, LateResult.nullFailure(this.invocation.getMethod()));
			return this;
		}
		setStep(cancellable(stage));
		CompletableFuture<?> lost = lease.onLost();
		stage.whenComplete((value, failure) -> {
			lost.cancel(false);
			end(lease, value, failure);
		});
		if (this.losses.endsCall()) {
			lost.thenRun(() -> lost(lease));
		}
		return this;
	}

	private void refuse(RefusalPolicy refusals, LockNotAcquiredException refusal) {
		if (isDone()) {
			return;
		}
		try {
			CompletionStage<?> stage = (CompletionStage<?>) refusals.handle(this.invocation, refusal);
			if (stage == null) {
				complete(null);
				return;
			}
			stage.whenComplete(this::finish);
			setStep(cancellable(stage));
		}
		catch (Throwable ex) {
			completeExceptionally(ex);
		}
	}

	private void lost(SharedLease lease) {
		RedsyncException loss = this.losses.outcomeFor(lease);
		if (loss != null && this.decided.compareAndSet(false, true)) {
			finish(null, loss);
		}
	}

	private void end(SharedLease lease, @Nullable Object value, @Nullable Throwable failure) {
		if (!this.decided.compareAndSet(false, true)) {
			lease.leaveAsync();
			return;
		}
		if (failure != null) {
			this.losses.suppressLoss(failure, lease);
		}
		Throwable outcome = (failure != null) ? failure : this.losses.outcomeFor(lease);
		lease.leaveAsync().thenAccept((shown) -> {
			if (outcome != null) {
				this.losses.suppressReleaseLoss(outcome, shown);
			}
			finish(value, (outcome != null) ? outcome : this.losses.outcomeFor(shown));
		});
	}

	private void finish(@Nullable Object value, @Nullable Throwable failure) {
		run(() -> {
			if (failure != null) {
				completeExceptionally(failure);
			}
			else {
				complete(value);
			}
		});
	}

	/**
	 * Run a task that can call code of the application, which may block: actions that
	 * depend on this future.
	 */
	private void run(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	private void setStep(CompletableFuture<?> step) {
		this.step = step;
		if (isDone()) {
			cancelStep();
		}
	}

	private void cancelStep() {
		CompletableFuture<?> running = this.step;
		if (running != null) {
			running.cancel(true);
		}
	}

	private static CompletableFuture<?> cancellable(CompletionStage<?> stage) {
		try {
			return stage.toCompletableFuture();
		}
		catch (UnsupportedOperationException ex) {
			return new CompletableFuture<>();
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}

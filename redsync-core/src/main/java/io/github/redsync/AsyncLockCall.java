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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous work under a lock, from the acquisition to the completion of the stage
 * that the work returns. The future of the caller completes after the release of the
 * lock.
 *
 * @param <T> the type of the result
 */
final class AsyncLockCall<T extends @Nullable Object> {

	private static final Logger logger = LoggerFactory.getLogger(Redsync.class);

	private final Function<? super Lease, ? extends CompletionStage<T>> body;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	private AsyncLockCall(Function<? super Lease, ? extends CompletionStage<T>> body) {
		this.body = body;
	}

	static <T extends @Nullable Object> CompletableFuture<T> call(Mutex mutex, Executor callbacks,
			Function<? super Lease, ? extends CompletionStage<T>> body) {
		AsyncLockCall<T> call = new AsyncLockCall<>(body);
		CompletableFuture<Lease> acquisition = mutex.lockAsync();
		// Completing the result, usually by cancelling it, cancels the acquisition
		call.result.whenComplete((value, failure) -> acquisition.cancel(false));
		// Asynchronous, because the body must not run on the caller's thread
		acquisition.whenCompleteAsync(call::acquired, callbacks);
		return call.result;
	}

	private void acquired(@Nullable Lease lease, @Nullable Throwable failure) {
		if (lease == null) {
			this.result.completeExceptionally(unwrap(failure));
			return;
		}
		if (this.result.isDone()) {
			release(lease);
			return;
		}
		CompletionStage<T> stage = begin(lease);
		this.result.whenComplete((value, ended) -> cancel(stage));
		lease.onLost().thenAccept(this::lost);
		stage.whenComplete((value, ended) -> ended(lease, value, ended));
	}

	private CompletionStage<T> begin(Lease lease) {
		try {
			CompletionStage<T> stage = this.body.apply(lease);
			return (stage != null) ? stage
					: CompletableFuture.failedFuture(
							new IllegalStateException("The work under lock '" + PrintableName.from(lease.name())
									+ "' returned null instead of a CompletionStage: return a stage"));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Cancel the work. A stage without this operation continues, and keeps the lock until
	 * it ends.
	 */
	private static void cancel(CompletionStage<?> stage) {
		try {
			stage.toCompletableFuture().cancel(true);
		}
		catch (UnsupportedOperationException ex) {
			logger.debug("A stage under a lock cannot be cancelled, and keeps the lock until it ends", ex);
		}
	}

	private void ended(Lease lease, T value, @Nullable Throwable failure) {
		Throwable outcome = (failure != null) ? unwrap(failure) : lossOf(lease);
		if (failure != null && outcome != null) {
			BlockingLockCall.suppressLoss(lease, outcome);
		}
		release(lease).whenComplete((released, unreleased) -> {
			if (outcome != null) {
				this.result.completeExceptionally(outcome);
			}
			else if (unreleased != null && unwrap(unreleased) instanceof LeaseNotHeldException ex) {
				// The release has shown that the lock was lost before
				this.result.completeExceptionally(BlockingLockCall.lost(ex));
			}
			else {
				this.result.complete(value);
			}
		});
	}

	/**
	 * End the call because the lock is lost, which cancels the work.
	 */
	private void lost(LeaseLostException loss) {
		this.result
			.completeExceptionally(new LeaseLostException(String.valueOf(loss.getMessage()), loss.nodes(), loss));
	}

	private static @Nullable LeaseLostException lossOf(Lease lease) {
		try {
			BlockingLockCall.ensureNotLost(lease);
			return null;
		}
		catch (LeaseLostException ex) {
			return ex;
		}
	}

	private static CompletableFuture<?> release(Lease lease) {
		if (!lease.isValid()) {
			return CompletableFuture.completedFuture(null);
		}
		return lease.unlockAsync().whenComplete((released, failure) -> {
			if (failure != null && !(unwrap(failure) instanceof LeaseNotHeldException)) {
				logger.warn("{}", unwrap(failure).getMessage());
			}
		});
	}

	private static Throwable unwrap(@Nullable Throwable failure) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			return failure.getCause();
		}
		return (failure != null) ? failure : new IllegalStateException("The acquisition ended without a lease");
	}

}

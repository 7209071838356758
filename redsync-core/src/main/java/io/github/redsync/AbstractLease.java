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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blocking methods of a {@link Lease}, built on asynchronous ones. The futures of the
 * abstract methods are completed on any thread, those returned to users on a callback
 * thread.
 */
abstract class AbstractLease implements Lease {

	private static final Logger logger = LoggerFactory.getLogger(Lease.class);

	private final Executor callbacks;

	/** Shared by all callers, so that repeated calls allocate nothing. */
	private volatile @Nullable LossFuture lossFuture;

	AbstractLease(Executor callbacks) {
		this.callbacks = callbacks;
	}

	/**
	 * Extend the lease.
	 * @return a future of the failure, or of empty if the lease was extended
	 */
	abstract CompletableFuture<Optional<RedsyncException>> extension();

	/**
	 * Extend the lease for the given time.
	 * @return a future of the failure, or of empty if the lease was extended
	 */
	abstract CompletableFuture<Optional<RedsyncException>> extension(Duration expiry);

	/**
	 * Release the lease.
	 * @return a future of the failure, or of empty if the lease was released
	 */
	abstract CompletableFuture<Optional<RedsyncException>> release();

	/**
	 * Release the lease, but keep the lock taken for the given time.
	 * @return a future of the failure, or of empty if the lease was released
	 */
	abstract CompletableFuture<Optional<RedsyncException>> release(Duration keep);

	/**
	 * Check the validity on the thread of the caller, which may have been paused since
	 * the lock was granted.
	 * @throws LockNotAcquiredException if the validity is over
	 */
	final void ensureInTime() {
		if (!isValid()) {
			discard();
			throw ExceptionTranslator.tooLate(name());
		}
	}

	/**
	 * Ask the nodes whether the lock is held.
	 * @return a future of whether a majority has the lock's value
	 */
	abstract CompletableFuture<Boolean> verification();

	/**
	 * Return the future of the loss. Users do not get it, so they cannot complete it.
	 */
	abstract CompletableFuture<LeaseLostException> loss();

	abstract boolean isReleased();

	abstract boolean isLost();

	@Override
	public boolean verify() {
		try {
			return isValid() && Futures.forResult(verification()) && isValid();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ExceptionTranslator.interrupted(name());
		}
	}

	@Override
	public void ensureHeld() {
		if (isValid()) {
			return;
		}
		LeaseLostException loss = loss().getNow(null);
		if (loss != null) {
			// A new exception for each call, with the stack trace of the caller
			throw new LeaseLostException(String.valueOf(loss.getMessage()), loss.nodes(), loss);
		}
		if (isLost()) {
			// Another thread has detected the loss, but has not yet reported its reason
			throw new LeaseLostException("The lease of lock '" + PrintableName.from(name()) + "' is lost", List.of(),
					null);
		}
		throw isReleased() ? ExceptionTranslator.released(name()) : ExceptionTranslator.notExtendedYet(name());
	}

	@Override
	public void extend() {
		await(extension());
	}

	@Override
	public void extend(Duration expiry) {
		await(extension(Durations.checkExpiry(expiry)));
	}

	private void await(CompletableFuture<Optional<RedsyncException>> extension) {
		try {
			throwIfPresent(Futures.forResult(extension));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ExceptionTranslator.interrupted(name());
		}
	}

	@Override
	public CompletableFuture<Void> extendAsync() {
		return onCallbackThread(extension());
	}

	@Override
	public void unlock() {
		throwIfPresent(Futures.uninterruptibly(release()));
	}

	@Override
	public void unlockAfter(Duration keep) {
		throwIfPresent(Futures.uninterruptibly(release(Durations.check("keep", keep, Duration.ZERO))));
	}

	@Override
	public CompletableFuture<Void> unlockAsync() {
		return onCallbackThread(release());
	}

	@Override
	public CompletableFuture<LeaseLostException> onLost() {
		LossFuture future = this.lossFuture;
		return (future != null) ? future : createLossFuture();
	}

	private synchronized LossFuture createLossFuture() {
		LossFuture future = this.lossFuture;
		if (future == null) {
			future = LossFuture.of(loss(), this.callbacks);
			this.lossFuture = future;
		}
		return future;
	}

	@Override
	public void close() {
		if (!isReleased()) {
			close(release());
		}
	}

	static void close(CompletableFuture<Optional<RedsyncException>> release) {
		Futures.uninterruptibly(release).ifPresent((failure) -> logger.warn("{}", failure.getMessage()));
	}

	private static void throwIfPresent(Optional<RedsyncException> failure) {
		if (failure.isPresent()) {
			throw failure.get();
		}
	}

	private CompletableFuture<Void> onCallbackThread(CompletableFuture<Optional<RedsyncException>> outcome) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		outcome.thenAcceptAsync(
				(failure) -> failure.ifPresentOrElse(future::completeExceptionally, () -> future.complete(null)),
				this.callbacks);
		return future;
	}

	@Override
	public String toString() {
		return "Lease[" + PrintableName.from(name()) + ", until " + until() + "]";
	}

}

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

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Methods that run work while a lock is held, for code without annotations. The lock is
 * acquired before the work, extended while it runs, and released after it. The work never
 * runs without the lock. Implemented by {@link Redsync}. Thread-safe. <pre>{@code
 * Receipt receipt = redsync.withLock("order:42", () -> service.charge(order));
 * boolean ran = redsync.tryWithLock("nightly-report", report::write);
 * }</pre>
 */
public interface LockOperations {

	/**
	 * Call a supplier while holding a lock. The lock is acquired with the default options
	 * and extended automatically.
	 * @param <T> the type of the result
	 * @param <E> the type of the checked exceptions of the body, inferred as
	 * {@link RuntimeException} if it throws none
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param body the work
	 * @return the result of the body
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 * @throws IllegalArgumentException if the name is not valid
	 * @throws E if the body throws it
	 */
	<T extends @Nullable Object, E extends Exception> T withLock(String name, CheckedSupplier<T, E> body) throws E;

	/**
	 * Run a task while holding a lock. The lock is acquired with the default options and
	 * extended automatically.
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param body the work
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 * @throws IllegalArgumentException if the name is not valid
	 */
	void withLock(String name, Runnable body);

	/**
	 * Call a callback with the lease of a lock while holding that lock.
	 * @param <T> the type of the result
	 * @param <E> the type of the checked exceptions of the body, inferred as
	 * {@link RuntimeException} if it throws none
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension
	 * @param body the work
	 * @return the result of the body
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 * @throws IllegalArgumentException if the name or the options are not valid
	 * @throws E if the body throws it
	 */
	<T extends @Nullable Object, E extends Exception> T withLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<T, E> body) throws E;

	/**
	 * Call a supplier while holding a lock, or do nothing if the lock is taken. Otherwise
	 * like {@link #withLock(String, CheckedSupplier)}.
	 * @param <T> the type of the result
	 * @param <E> the type of the checked exceptions of the body, inferred as
	 * {@link RuntimeException} if it throws none
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param body the work
	 * @return the result of the body; empty if the lock is taken, or if the body returned
	 * {@code null}
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired for another reason,
	 * such as a {@link QuorumUnavailableException}; the body did not run
	 * @throws IllegalArgumentException if the name is not valid
	 * @throws E if the body throws it
	 */
	<T, E extends Exception> Optional<T> tryWithLock(String name, CheckedSupplier<? extends @Nullable T, E> body)
			throws E;

	/**
	 * Run a task while holding a lock, or do nothing if the lock is taken. Otherwise like
	 * {@link #withLock(String, Runnable)}.
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param body the work
	 * @return whether the body ran
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired for another reason,
	 * such as a {@link QuorumUnavailableException}; the body did not run
	 * @throws IllegalArgumentException if the name is not valid
	 */
	boolean tryWithLock(String name, Runnable body);

	/**
	 * Call a callback with the lease of a lock while holding that lock, or do nothing if
	 * the lock is taken. Otherwise like
	 * {@link #withLock(String, Consumer, LockCallback)}.
	 * @param <T> the type of the result
	 * @param <E> the type of the checked exceptions of the body, inferred as
	 * {@link RuntimeException} if it throws none
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension and a wait time of zero; a longer wait time waits for a taken lock
	 * @param body the work
	 * @return the result of the body; empty if the lock is taken, or if the body returned
	 * {@code null}
	 * @throws LeaseLostException if the body returned normally, but the lock was lost
	 * while it ran; if the body threw an exception, the loss is suppressed in it
	 * @throws LockNotAcquiredException if the lock was not acquired for another reason,
	 * such as a {@link QuorumUnavailableException}; the body did not run
	 * @throws IllegalArgumentException if the name or the options are not valid
	 * @throws E if the body throws it
	 */
	<T, E extends Exception> Optional<T> tryWithLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<? extends @Nullable T, E> body) throws E;

	/**
	 * Run asynchronous work while holding a lock. The lock is acquired with the default
	 * options without blocking, extended automatically until the stage of the work
	 * completes, and then released.
	 * @param <T> the type of the result
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param body starts the work on a callback thread, which it must not block, and
	 * returns a stage that completes when the work has ended
	 * @return a future of the result, which completes after the release and fails with
	 * the exceptions of {@link #withLock(String, CheckedSupplier)}. If the lease is lost,
	 * it fails immediately with a {@link LeaseLostException}, and the stage is cancelled.
	 * Cancelling the future cancels the acquisition or the stage. Work that continues
	 * after its cancellation keeps the lock until it ends
	 * @throws IllegalArgumentException if the name is not valid
	 */
	<T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Supplier<? extends CompletionStage<T>> body);

	/**
	 * Run asynchronous work with the lease of a lock while holding that lock. Otherwise
	 * like {@link #withLockAsync(String, Supplier)}.
	 * @param <T> the type of the result
	 * @param name the name of the lock, as in {@link Redsync#newMutex(String)}
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension
	 * @param body starts the work on a callback thread, which it must not block, and
	 * returns a stage that completes when the work has ended
	 * @return a future of the result
	 * @throws IllegalArgumentException if the name or the options are not valid
	 */
	<T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Consumer<LockOptionsBuilder> customizer, Function<? super Lease, ? extends CompletionStage<T>> body);

}

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
 * Work that is done while a lock is held, for code without annotations: the lock is
 * acquired before the work, extended while it runs, and released after it. The work never
 * runs without its lock. Implemented by {@link Redsync}; safe for use by many threads.
 * <pre>{@code
 * Receipt receipt = redsync.withLock("order:42", () -> service.charge(order));
 * boolean ran = redsync.tryWithLock("nightly-report", report::write);
 * }</pre>
 */
public interface LockOperations {

	/**
	 * Call something while holding a lock, which is acquired before with the default
	 * options, extended for as long as the call takes, and released after.
	 * @param <T> the type of the result
	 * @param <E> the type of the exceptions of the body; {@link RuntimeException} is
	 * inferred for a body that throws no checked ones
	 * @param name the name of the lock, not blank
	 * @param body what to call
	 * @return the result of the call
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 * @throws E what the body throws
	 */
	<T extends @Nullable Object, E extends Exception> T withLock(String name, CheckedSupplier<T, E> body) throws E;

	/**
	 * Run something while holding a lock, which is acquired before with the default
	 * options, extended for as long as the run takes, and released after.
	 * @param name the name of the lock, not blank
	 * @param body what to run
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 */
	void withLock(String name, Runnable body);

	/**
	 * Call something that knows its lease while holding a lock, which is acquired before
	 * and released after.
	 * @param <T> the type of the result
	 * @param <E> the type of the exceptions of the body
	 * @param name the name of the lock, not blank
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension
	 * @param body what to call
	 * @return the result of the call
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran; if the body has thrown, this is suppressed in its exception
	 * @throws LockNotAcquiredException if the lock was not acquired; the body did not run
	 * @throws IllegalArgumentException if the name is blank or the options are not valid
	 * @throws E what the body throws
	 */
	<T extends @Nullable Object, E extends Exception> T withLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<T, E> body) throws E;

	/**
	 * Call something while holding a lock, or do nothing if another holds it. Otherwise
	 * like {@link #withLock(String, CheckedSupplier)}.
	 * @param <T> the type of the result
	 * @param <E> the type of the exceptions of the body
	 * @param name the name of the lock, not blank
	 * @param body what to call
	 * @return the result of the call; empty if another holds the lock, or if the body has
	 * returned {@code null}
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 * @throws E what the body throws
	 */
	<T, E extends Exception> Optional<T> tryWithLock(String name, CheckedSupplier<? extends @Nullable T, E> body)
			throws E;

	/**
	 * Run something while holding a lock, or do nothing if another holds it. Otherwise
	 * like {@link #withLock(String, Runnable)}.
	 * @param name the name of the lock, not blank
	 * @param body what to run
	 * @return whether it ran
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 */
	boolean tryWithLock(String name, Runnable body);

	/**
	 * Call something that knows its lease while holding a lock, or do nothing if another
	 * holds it. Otherwise like {@link #withLock(String, Consumer, LockCallback)}.
	 * @param <T> the type of the result
	 * @param <E> the type of the exceptions of the body
	 * @param name the name of the lock, not blank
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension, and with a wait time of zero: a longer one waits before it gives up
	 * @param body what to call
	 * @return the result of the call; empty if another holds the lock, or if the body has
	 * returned {@code null}
	 * @throws LeaseLostException if the body has returned normally, but the lock was lost
	 * while it ran; if the body has thrown, this is suppressed in its exception
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 * @throws IllegalArgumentException if the name is blank or the options are not valid
	 * @throws E what the body throws
	 */
	<T, E extends Exception> Optional<T> tryWithLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<? extends @Nullable T, E> body) throws E;

	/**
	 * Do something asynchronous while holding a lock, which is acquired before without
	 * blocking, extended until the stage is complete, and released after.
	 * @param <T> the type of the result
	 * @param name the name of the lock, not blank
	 * @param body begins the work on a callback thread, which it must not block, and
	 * returns a stage that completes when the work has ended
	 * @return a future of the result, completed after the release. It fails as
	 * {@link #withLock(String, CheckedSupplier)} does. To cancel it gives the acquisition
	 * up, or cancels the stage; if that goes on nevertheless, it keeps the lock until it
	 * ends. If the lease is lost, the future fails immediately with a
	 * {@link LeaseLostException}, and the stage is cancelled
	 */
	<T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Supplier<? extends CompletionStage<T>> body);

	/**
	 * Do something asynchronous that knows its lease while holding a lock. Otherwise like
	 * {@link #withLockAsync(String, Supplier)}.
	 * @param <T> the type of the result
	 * @param name the name of the lock, not blank
	 * @param customizer changes the options, which start as the defaults with automatic
	 * extension
	 * @param body begins the work on a callback thread, which it must not block, and
	 * returns a stage that completes when the work has ended
	 * @return a future of the result
	 * @throws IllegalArgumentException if the name is blank or the options are not valid
	 */
	<T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Consumer<LockOptionsBuilder> customizer, Function<? super Lease, ? extends CompletionStage<T>> body);

}

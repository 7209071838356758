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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.CheckedSupplier;
import io.github.redsync.Lease;
import io.github.redsync.LockCallback;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * A {@link Redsync} that is closed when the application context is stopped, and created
 * again when it is started. The application keeps using this object and its mutexes.
 * Closing the context does not stop it, because beans may need locks while they are
 * destroyed. Thread-safe.
 */
final class RestartableRedsync implements Redsync, SmartLifecycle {

	private final Supplier<Redsync> factory;

	private final Runnable connectionsCloser;

	private final BooleanSupplier contextClosed;

	private final RedsyncDelegate delegate;

	/**
	 * Create and start a Redsync.
	 * @param factory opens the connections and creates the delegate
	 * @param connectionsCloser closes the connections after the delegate
	 * @param contextClosed whether the application context is being closed
	 */
	RestartableRedsync(Supplier<Redsync> factory, Runnable connectionsCloser, BooleanSupplier contextClosed) {
		this.factory = factory;
		this.connectionsCloser = connectionsCloser;
		this.contextClosed = contextClosed;
		this.delegate = new RedsyncDelegate(factory.get());
	}

	@Override
	public synchronized void start() {
		if (!this.delegate.isRunning() && !this.contextClosed.getAsBoolean()) {
			this.delegate.start(this.factory.get());
		}
	}

	@Override
	public synchronized void stop() {
		if (this.delegate.isRunning() && !this.contextClosed.getAsBoolean()) {
			close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.delegate.isRunning();
	}

	/**
	 * Return the phase of the connection factories of Spring Data Redis. Web servers and
	 * executors stop earlier.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

	@Override
	public synchronized void close() {
		this.delegate.stop().close();
		this.connectionsCloser.run();
	}

	@Override
	public Mutex newMutex(String name) {
		return new RestartableMutex(this.delegate, (redsync) -> redsync.newMutex(name));
	}

	@Override
	public Mutex newMutex(String name, LockOptions options) {
		return new RestartableMutex(this.delegate, (redsync) -> redsync.newMutex(name, options));
	}

	@Override
	public Mutex newMutex(String name, Consumer<LockOptionsBuilder> customizer) {
		LockOptionsBuilder options = defaults().toBuilder();
		customizer.accept(options);
		return newMutex(name, options.build());
	}

	@Override
	public Mutex newMutex(Collection<String> names, LockOptions options) {
		List<String> copy = List.copyOf(names);
		return new RestartableMutex(this.delegate, (redsync) -> redsync.newMutex(copy, options));
	}

	@Override
	public boolean owns(Mutex mutex) {
		return (mutex instanceof RestartableMutex restartable && restartable.isCreatedBy(this.delegate))
				|| this.delegate.latest().owns(mutex);
	}

	@Override
	public LockOptions defaults() {
		return this.delegate.latest().defaults();
	}

	@Override
	public List<RedisNode> nodes() {
		return this.delegate.latest().nodes();
	}

	@Override
	public int quorum() {
		return this.delegate.latest().quorum();
	}

	@Override
	public List<NodeResult> ping(Duration limit) {
		return this.delegate.latest().ping(limit);
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withLock(String name, CheckedSupplier<T, E> body)
			throws E {
		return this.delegate.running(name).withLock(name, body);
	}

	@Override
	public void withLock(String name, Runnable body) {
		this.delegate.running(name).withLock(name, body);
	}

	@Override
	public <T extends @Nullable Object, E extends Exception> T withLock(String name,
			Consumer<LockOptionsBuilder> customizer, LockCallback<T, E> body) throws E {
		return this.delegate.running(name).withLock(name, customizer, body);
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, CheckedSupplier<? extends @Nullable T, E> body)
			throws E {
		return this.delegate.running(name).tryWithLock(name, body);
	}

	@Override
	public boolean tryWithLock(String name, Runnable body) {
		return this.delegate.running(name).tryWithLock(name, body);
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<? extends @Nullable T, E> body) throws E {
		return this.delegate.running(name).tryWithLock(name, customizer, body);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Supplier<? extends CompletionStage<T>> body) {
		return whenRunning(name, (redsync) -> redsync.withLockAsync(name, body));
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> withLockAsync(String name,
			Consumer<LockOptionsBuilder> customizer, Function<? super Lease, ? extends CompletionStage<T>> body) {
		return whenRunning(name, (redsync) -> redsync.withLockAsync(name, customizer, body));
	}

	private <T extends @Nullable Object> CompletableFuture<T> whenRunning(String name,
			Function<Redsync, CompletableFuture<T>> call) {
		try {
			return call.apply(this.delegate.running(name));
		}
		catch (LockNotAcquiredException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public String toString() {
		return this.delegate.latest().toString();
	}

}

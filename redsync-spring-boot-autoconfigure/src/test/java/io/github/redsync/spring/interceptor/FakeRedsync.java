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

package io.github.redsync.spring.interceptor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.CheckedSupplier;
import io.github.redsync.Lease;
import io.github.redsync.LockCallback;
import io.github.redsync.LockOptions;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;

/**
 * Locks within one process that record their events.
 */
public final class FakeRedsync implements Redsync {

	final Map<String, FakeLease> held = new ConcurrentHashMap<>();

	final List<Mutex> mutexes = new CopyOnWriteArrayList<>();

	final Map<String, Thread> acquirers = new ConcurrentHashMap<>();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final LockOptions defaults;

	public FakeRedsync() {
		this(LockOptions.defaults());
	}

	public FakeRedsync(LockOptions defaults) {
		this.defaults = defaults;
	}

	public void happened(String event) {
		this.events.add(event);
	}

	public List<String> events() {
		return this.events;
	}

	/**
	 * Return the thread that acquired a lock last.
	 * @param name the name of the lock
	 * @return the thread
	 */
	public Thread acquirer(String name) {
		return this.acquirers.get(name);
	}

	/**
	 * Let another client hold a lock.
	 * @param name the name of the lock
	 */
	void take(String name) {
		this.held.put(name, new FakeLease(this, name));
	}

	void lose(String name) {
		FakeLease lease = this.held.remove(name);
		lease.lose();
	}

	/**
	 * Let a lock be reacquired after a gap.
	 * @param name the name of the lock
	 */
	void reacquire(String name) {
		this.held.get(name).reacquire();
	}

	Mutex lastMutex() {
		return this.mutexes.get(this.mutexes.size() - 1);
	}

	@Override
	public Mutex newMutex(String name) {
		return newMutex(name, this.defaults);
	}

	@Override
	public Mutex newMutex(String name, LockOptions options) {
		Mutex mutex = new FakeMutex(this, name, options);
		this.mutexes.add(mutex);
		return mutex;
	}

	@Override
	public Mutex newMutex(String name, Consumer<LockOptionsBuilder> customizer) {
		LockOptionsBuilder options = this.defaults.toBuilder();
		customizer.accept(options);
		return newMutex(name, options.build());
	}

	@Override
	public Mutex newMutex(Collection<String> names, LockOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LockOptions defaults() {
		return this.defaults;
	}

	@Override
	public <T, E extends Exception> T withLock(String name, CheckedSupplier<T, E> body) throws E {
		throw new UnsupportedOperationException();
	}

	@Override
	public void withLock(String name, Runnable body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T, E extends Exception> T withLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<T, E> body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, CheckedSupplier<? extends T, E> body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean tryWithLock(String name, Runnable body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T, E extends Exception> Optional<T> tryWithLock(String name, Consumer<LockOptionsBuilder> customizer,
			LockCallback<? extends T, E> body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> CompletableFuture<T> withLockAsync(String name, Supplier<? extends CompletionStage<T>> body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <T> CompletableFuture<T> withLockAsync(String name, Consumer<LockOptionsBuilder> customizer,
			Function<? super Lease, ? extends CompletionStage<T>> body) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<RedisNode> nodes() {
		return List.of();
	}

	@Override
	public int quorum() {
		return 1;
	}

	@Override
	public List<NodeResult> ping(Duration limit) {
		return List.of();
	}

	@Override
	public void close() {
	}

}

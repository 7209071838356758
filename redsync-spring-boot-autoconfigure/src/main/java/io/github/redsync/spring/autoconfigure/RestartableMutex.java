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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.LockState;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;

/**
 * A {@link Mutex} that survives restarts of its {@link Redsync}.
 */
final class RestartableMutex implements Mutex {

	private final RedsyncDelegate redsync;

	private final Function<Redsync, Mutex> factory;

	private final LockOptions options;

	private volatile Delegate delegate;

	RestartableMutex(RedsyncDelegate redsync, Function<Redsync, Mutex> factory) {
		this.redsync = redsync;
		this.factory = factory;
		this.delegate = create(redsync.latest());
		this.options = this.delegate.mutex().options();
	}

	private Delegate create(Redsync current) {
		return new Delegate(current, this.factory.apply(current));
	}

	boolean isCreatedBy(RedsyncDelegate redsync) {
		return this.redsync == redsync;
	}

	/**
	 * Return the delegate if Redsync is running.
	 * @throws LockNotAcquiredException if Redsync is stopped
	 */
	Mutex running() {
		Redsync current = this.redsync.running(name());
		Delegate latest = this.delegate;
		if (latest.redsync() != current) {
			latest = create(current);
			this.delegate = latest;
		}
		return latest.mutex();
	}

	@Override
	public String name() {
		return this.delegate.mutex().name();
	}

	@Override
	public List<String> names() {
		return this.delegate.mutex().names();
	}

	@Override
	public LockOptions options() {
		return this.options;
	}

	@Override
	public Lease lock() {
		return running().lock();
	}

	@Override
	public CompletableFuture<Lease> lockAsync() {
		try {
			return running().lockAsync();
		}
		catch (LockNotAcquiredException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Optional<Lease> tryLock() {
		return running().tryLock();
	}

	@Override
	public Optional<Lease> tryLock(Duration waitTime) {
		return running().tryLock(waitTime);
	}

	@Override
	public Lock asLock() {
		return new RestartableLock(this, this::running);
	}

	@Override
	public Lease attach(String value) {
		return running().attach(value);
	}

	@Override
	public LockState inspect() {
		return running().inspect();
	}

	@Override
	public String toString() {
		return this.delegate.mutex().toString();
	}

	/**
	 * A mutex and the {@link Redsync} that created it.
	 *
	 * @param redsync the creator
	 * @param mutex the mutex
	 */
	private record Delegate(Redsync redsync, Mutex mutex) {

	}

}

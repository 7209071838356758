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
 * A {@link Mutex} of a {@link RestartableRedsync}, which outlives a restart of it.
 */
final class RestartableMutex implements Mutex {

	private final RestartableRedsync redsync;

	private final Function<Redsync, Mutex> maker;

	private final LockOptions options;

	private volatile Made made;

	RestartableMutex(RestartableRedsync redsync, Function<Redsync, Mutex> maker) {
		this.redsync = redsync;
		this.maker = maker;
		this.made = make(redsync.current());
		this.options = this.made.mutex().options();
	}

	private Made make(Redsync current) {
		return new Made(current, this.maker.apply(current));
	}

	boolean isMadeBy(RestartableRedsync maker) {
		return this.redsync == maker;
	}

	/**
	 * Return the mutex, if it can be locked.
	 * @throws LockNotAcquiredException if Redsync is stopped
	 */
	Mutex running() {
		Redsync current = this.redsync.running(name());
		Made latest = this.made;
		if (latest.redsync() != current) {
			latest = make(current);
			this.made = latest;
		}
		return latest.mutex();
	}

	@Override
	public String name() {
		return this.made.mutex().name();
	}

	@Override
	public List<String> names() {
		return this.made.mutex().names();
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
		return new RestartableLock(this);
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
		return this.made.mutex().toString();
	}

	/**
	 * A mutex with what has made it.
	 *
	 * @param redsync what has made it
	 * @param mutex the mutex
	 */
	private record Made(Redsync redsync, Mutex mutex) {

	}

}

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.LockState;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;

/**
 * A lock that is granted or refused immediately.
 *
 * @param redsync the fake that holds it
 * @param name the name
 * @param options the options
 */
record FakeMutex(FakeRedsync redsync, String name, LockOptions options) implements Mutex {

	@Override
	public Lease lock() {
		FakeLease lease = new FakeLease(this.redsync, this.name);
		if (this.redsync.held.putIfAbsent(this.name, lease) != null) {
			this.redsync.happened("refuse " + this.name);
			throw new LockTakenException("The lock '" + this.name + "' is taken", List.of(), null);
		}
		this.redsync.acquirers.put(this.name, Thread.currentThread());
		this.redsync.happened("lock " + this.name);
		return lease;
	}

	@Override
	public CompletableFuture<Lease> lockAsync() {
		try {
			return CompletableFuture.completedFuture(lock());
		}
		catch (LockTakenException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Optional<Lease> tryLock() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<Lease> tryLock(Duration waitTime) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Lock asLock() {
		throw new UnsupportedOperationException();
	}

	@Override
	public Lease attach(String value) {
		throw new UnsupportedOperationException();
	}

	@Override
	public LockState inspect() {
		throw new UnsupportedOperationException();
	}

}

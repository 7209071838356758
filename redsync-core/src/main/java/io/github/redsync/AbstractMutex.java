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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;

import io.github.redsync.internal.vote.LockParameters;

/**
 * The blocking and asynchronous methods of a {@link Mutex}, built on one asynchronous
 * call.
 */
abstract class AbstractMutex implements Mutex {

	private final MutexContext context;

	private final String name;

	private final LockOptions options;

	AbstractMutex(MutexContext context, String name, LockOptions options) {
		this.context = context;
		this.name = name;
		this.options = options;
	}

	/**
	 * Return a new call that acquires the lock. It has not begun.
	 */
	abstract LeaseCall call(LockParameters parameters);

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public LockOptions options() {
		return this.options;
	}

	@Override
	public Lease lock() {
		return acquireBlocking(this.options.parameters());
	}

	@Override
	public CompletableFuture<Lease> lockAsync() {
		LeaseCall call = call(this.options.parameters());
		LeaseFuture future = new LeaseFuture(call);
		call.result().whenCompleteAsync(future::end, this.context.callbacks());
		call.begin();
		return future;
	}

	@Override
	public Optional<Lease> tryLock() {
		return tryLock(this.options.parameters().withLimits(0, 1));
	}

	@Override
	public Optional<Lease> tryLock(Duration waitTime) {
		Objects.requireNonNull(waitTime, "'waitTime' must not be null");
		if (waitTime.isNegative()) {
			throw new IllegalArgumentException("Invalid waitTime " + waitTime + ": must not be negative");
		}
		Duration wait = (waitTime.compareTo(Durations.MAX) > 0) ? Durations.MAX : waitTime;
		LockParameters parameters = this.options.parameters();
		return tryLock(parameters.withLimits(wait.toNanos(), parameters.maxAttempts()));
	}

	private Optional<Lease> tryLock(LockParameters parameters) {
		try {
			return Optional.of(acquireBlocking(parameters));
		}
		catch (LockTakenException ex) {
			return Optional.empty();
		}
	}

	private Lease acquireBlocking(LockParameters parameters) {
		if (Thread.interrupted()) {
			Thread.currentThread().interrupt();
			throw ExceptionTranslator.interrupted(this.name);
		}
		LeaseCall call = call(parameters);
		call.begin();
		try {
			AbstractLease lease = Futures.forResult(call.result());
			lease.ensureInTime();
			return lease;
		}
		catch (InterruptedException ex) {
			call.cancel();
			Thread.currentThread().interrupt();
			throw ExceptionTranslator.interrupted(this.name);
		}
	}

	@Override
	public Lock asLock() {
		return new MutexLock(CompositeMutex.of(this.context, names(), MutexLock.options(this.options)));
	}

	MutexContext context() {
		return this.context;
	}

	@Override
	public String toString() {
		return "Mutex[" + PrintableName.from(this.name) + "]";
	}

}

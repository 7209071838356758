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

package io.github.redsync.spring.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

import io.github.redsync.LockOptions;
import io.github.redsync.PrintableName;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;

import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;
import org.springframework.integration.util.CheckedCallable;
import org.springframework.integration.util.CheckedRunnable;
import org.springframework.util.Assert;

/**
 * A lock registry of Spring Integration on {@link Redsync}, for aggregators, leader
 * election and other components that obtain a {@link java.util.concurrent.locks.Lock} by
 * key. Thread-safe.
 * <p>
 * The lock of a key is held by a thread and is reentrant. It is extended automatically
 * while it is held, up to {@link LockOptions#maxHold()}. A lock with an explicit time to
 * live is not extended and expires after that time. A wait ends after the given time;
 * without a time it lasts as long as another thread or process holds the lock.
 * <p>
 * Failures:
 * <ul>
 * <li>If fewer than a majority of the servers reply, locking fails with a
 * {@link org.springframework.dao.CannotAcquireLockException} after
 * {@link LockOptions#quorumWaitTime()} or the given time, whichever is shorter.</li>
 * <li>If the lock was lost, unlocking it throws a
 * {@link java.util.ConcurrentModificationException}, and locking it again a
 * {@code CannotAcquireLockException}. The cause of both is the exception of Redsync.</li>
 * <li>If the thread does not hold the lock, unlocking it throws an
 * {@link IllegalStateException}.</li>
 * <li>If fewer than a majority of the servers confirm a release, a warning is logged, and
 * the lock ends by its expiry.</li>
 * </ul>
 * <p>
 * The registry keeps no state for unlocked keys, so there are no unused locks to remove.
 * Two locks of the same key are equal and interchangeable, but not necessarily the same
 * object.
 *
 * @since 0.1.0
 */
public final class RedsyncLockRegistry implements RenewableLockRegistry<DistributedLock> {

	private final Redsync redsync;

	private final String registryKey;

	private final LockOptions options;

	private final ThreadLeases leases = new ThreadLeases();

	/**
	 * Create a registry with the default options of the {@link Redsync}.
	 * @param redsync the factory of the locks
	 * @param registryKey the prefix of the lock names, before a colon: the key
	 * {@code orders} of the registry {@code shop} is the lock {@code shop:orders}.
	 * Without a key prefix of Redsync, the key in Redis is the same as that of Spring
	 * Integration's own registry for Redis
	 */
	public RedsyncLockRegistry(Redsync redsync, String registryKey) {
		this(redsync, registryKey, defaultsOf(redsync));
	}

	/**
	 * Create a registry.
	 * @param redsync the factory of the locks
	 * @param registryKey the prefix of the lock names, before a colon
	 * @param options the options of each lock; automatic extension is enabled, and the
	 * wait time and the number of tries are ignored
	 */
	public RedsyncLockRegistry(Redsync redsync, String registryKey, LockOptions options) {
		Assert.notNull(redsync, "'redsync' must not be null");
		Assert.hasText(registryKey, "'registryKey' must not be blank: registries would share their locks");
		this.redsync = redsync;
		this.registryKey = registryKey;
		String label = (options.label() != null) ? options.label() : registryKey;
		this.options = options.toBuilder().autoExtend(true).unlimitedTries().label(label).build();
	}

	private static LockOptions defaultsOf(Redsync redsync) {
		LockOptions defaults = redsync.defaults();
		Assert.state(defaults != null,
				() -> "Cannot create a lock registry: the Redsync bean '" + redsync + "' of " + redsync.getClass()
						+ " returned null from defaults(), as a mock without stubs does. Use in-memory servers "
						+ "(MemoryNodes of redsync-test) instead of a mock, or set 'redsync.enabled=false' in a test "
						+ "that requires no lock.");
		return defaults;
	}

	/**
	 * Return the lock of a key. Does not contact the servers.
	 * @param lockKey the key, a string that is not blank
	 * @return the lock
	 * @throws IllegalArgumentException if the key is not a string, or blank
	 */
	@Override
	public DistributedLock obtain(Object lockKey) {
		return new RegistryLock(this.redsync, this.options, this.leases, name(lockKey));
	}

	/**
	 * Run a body under the lock of a key.
	 * @param lockKey the key, a string that is not blank
	 * @param body the body
	 * @param <E> the type of the exception of the body
	 * @throws E if the body throws it; a loss of the lock is suppressed in it
	 * @throws InterruptedException if the thread is interrupted during the wait
	 * @throws java.util.ConcurrentModificationException if the body has completed and the
	 * lock was lost
	 */
	@Override
	public <E extends Throwable> void executeLocked(Object lockKey, CheckedRunnable<E> body)
			throws E, InterruptedException {
		Lock lock = obtain(lockKey);
		lock.lockInterruptibly();
		run(lock, body);
	}

	/**
	 * Call a body under the lock of a key.
	 * @param lockKey the key, a string that is not blank
	 * @param body the body
	 * @param <T> the type of the result
	 * @param <E> the type of the exception of the body
	 * @return the result of the body
	 * @throws E if the body throws it; a loss of the lock is suppressed in it
	 * @throws InterruptedException if the thread is interrupted during the wait
	 * @throws java.util.ConcurrentModificationException if the body has completed and the
	 * lock was lost
	 */
	@Override
	public <T, E extends Throwable> T executeLocked(Object lockKey, CheckedCallable<T, E> body)
			throws E, InterruptedException {
		Lock lock = obtain(lockKey);
		lock.lockInterruptibly();
		return call(lock, body);
	}

	/**
	 * Run a body under the lock of a key.
	 * @param lockKey the key, a string that is not blank
	 * @param waitTime the maximum time to wait for the lock
	 * @param body the body
	 * @param <E> the type of the exception of the body
	 * @throws E if the body throws it; a loss of the lock is suppressed in it
	 * @throws InterruptedException if the thread is interrupted during the wait
	 * @throws TimeoutException if the lock is held elsewhere until the wait ends
	 * @throws java.util.ConcurrentModificationException if the body has completed and the
	 * lock was lost
	 */
	@Override
	public <E extends Throwable> void executeLocked(Object lockKey, Duration waitTime, CheckedRunnable<E> body)
			throws E, InterruptedException, TimeoutException {
		run(lock(lockKey, waitTime), body);
	}

	/**
	 * Call a body under the lock of a key.
	 * @param lockKey the key, a string that is not blank
	 * @param waitTime the maximum time to wait for the lock
	 * @param body the body
	 * @param <T> the type of the result
	 * @param <E> the type of the exception of the body
	 * @return the result of the body
	 * @throws E if the body throws it; a loss of the lock is suppressed in it
	 * @throws InterruptedException if the thread is interrupted during the wait
	 * @throws TimeoutException if the lock is held elsewhere until the wait ends
	 * @throws java.util.ConcurrentModificationException if the body has completed and the
	 * lock was lost
	 */
	@Override
	public <T, E extends Throwable> T executeLocked(Object lockKey, Duration waitTime, CheckedCallable<T, E> body)
			throws E, InterruptedException, TimeoutException {
		return call(lock(lockKey, waitTime), body);
	}

	private Lock lock(Object lockKey, Duration waitTime) throws InterruptedException, TimeoutException {
		Lock lock = obtain(lockKey);
		if (!lock.tryLock(waitTime.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new TimeoutException(
					"Lock '" + PrintableName.from(name(lockKey)) + "' not acquired within " + waitTime);
		}
		return lock;
	}

	private static <E extends Throwable> void run(Lock lock, CheckedRunnable<E> body) throws E {
		try (Hold hold = lock::unlock) {
			body.run();
		}
	}

	private static <T, E extends Throwable> T call(Lock lock, CheckedCallable<T, E> body) throws E {
		try (Hold hold = lock::unlock) {
			return body.call();
		}
	}

	/**
	 * Extend the lock of a key. The new time to live is the expiry in the options of the
	 * registry.
	 * @param lockKey the key of a lock that the calling thread holds
	 * @throws IllegalStateException if the thread does not hold the lock, has lost it, or
	 * fewer than a majority of the servers have extended it
	 */
	@Override
	public void renewLock(Object lockKey) {
		renewLock(lockKey, this.options.expiry());
	}

	/**
	 * Extend the lock of a key. Does not affect automatic extension.
	 * @param lockKey the key of a lock that the calling thread holds
	 * @param ttl the new time to live, from 10 milliseconds to 365 days
	 * @throws IllegalStateException if the thread does not hold the lock, has lost it, or
	 * fewer than a majority of the servers have extended it
	 * @throws IllegalArgumentException if the time is out of range
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		String name = name(lockKey);
		ThreadLeases.Held held = this.leases.find(name);
		if (held == null) {
			throw new IllegalStateException(
					"Lock '" + PrintableName.from(name) + "' not renewed: this thread does not hold it");
		}
		try {
			held.lease().extend(ttl);
		}
		catch (RedsyncException ex) {
			throw new IllegalStateException("Lock '" + PrintableName.from(name) + "' not renewed: " + ex.getMessage(),
					ex);
		}
	}

	private String name(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "Lock key must be a string, which is the same in all processes: ");
		Assert.hasText((String) lockKey, "Lock key must not be blank: unrelated users would share one lock");
		return this.registryKey + ":" + lockKey;
	}

	ThreadLeases leases() {
		return this.leases;
	}

	@Override
	public String toString() {
		return "RedsyncLockRegistry[" + this.registryKey + "]";
	}

	/**
	 * Unlocks after the body without hiding its exception.
	 */
	private interface Hold extends AutoCloseable {

		@Override
		void close();

	}

}

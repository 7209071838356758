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
 * A lock registry of Spring Integration over {@link Redsync}: the locks of aggregators,
 * leader election and whatever else asks for a {@link java.util.concurrent.locks.Lock} by
 * a key. Safe for use by many threads.
 * <p>
 * The lock of a key belongs to the thread that locks it, and may be locked again by that
 * thread. It is extended for as long as it is held, up to {@link LockOptions#maxHold()},
 * unless it was locked with a time to live of its own, which ends it. Waiting for a lock
 * ends after the time given, whoever holds it; without a time it lasts as long as another
 * holds the lock. If too few servers answer, an attempt to lock fails with a
 * {@link org.springframework.dao.CannotAcquireLockException}, after
 * {@link LockOptions#quorumWaitTime()} or the time given, whichever is shorter. To unlock
 * a lock that was lost meanwhile throws a
 * {@link java.util.ConcurrentModificationException}, and to lock it again a
 * {@code CannotAcquireLockException}; the cause of both tells more. To unlock what the
 * thread does not hold throws an {@link IllegalStateException}. A release that too few
 * servers have seen is logged: the lock then ends by its expiry.
 * <p>
 * Nothing is kept for a key that is not locked, so there is nothing to expire: two locks
 * of one key are equal and one and the same to the thread that holds it, but need not be
 * one object.
 */
public final class RedsyncLockRegistry implements RenewableLockRegistry<DistributedLock> {

	private final Redsync redsync;

	private final String registryKey;

	private final LockOptions options;

	private final ThreadLeases leases = new ThreadLeases();

	/**
	 * Create a registry with the default options of the locks.
	 * @param redsync makes the locks
	 * @param registryKey what the names of the locks begin with, before a colon: the key
	 * {@code orders} of the registry {@code shop} is the lock {@code shop:orders}. The
	 * key in Redis is then that of Spring Integration's own registry for Redis, unless
	 * Redsync has a key prefix
	 */
	public RedsyncLockRegistry(Redsync redsync, String registryKey) {
		this(redsync, registryKey, defaultsOf(redsync));
	}

	/**
	 * Create a registry.
	 * @param redsync makes the locks
	 * @param registryKey what the names of the locks begin with, before a colon
	 * @param options the options of each lock; automatic extension is switched on, and
	 * the wait time and the number of tries have no meaning here
	 */
	public RedsyncLockRegistry(Redsync redsync, String registryKey, LockOptions options) {
		Assert.notNull(redsync, "'redsync' must not be null");
		Assert.hasText(registryKey, "'registryKey' must not be blank: the locks of all registries would be shared");
		this.redsync = redsync;
		this.registryKey = registryKey;
		String label = (options.label() != null) ? options.label() : registryKey;
		this.options = options.toBuilder().autoExtend(true).unlimitedTries().label(label).build();
	}

	private static LockOptions defaultsOf(Redsync redsync) {
		LockOptions defaults = redsync.defaults();
		Assert.state(defaults != null,
				() -> "Cannot create a lock registry: the Redsync bean '" + redsync + "' of " + redsync.getClass()
						+ " returned null from defaults(), as a mock without stubs does. Use servers in memory "
						+ "(MemoryNodes of redsync-test) in place of a mock, or set 'redsync.enabled=false' in a test "
						+ "that needs no lock.");
		return defaults;
	}

	/**
	 * Return the lock of a key. Nothing is sent.
	 * @param lockKey the key, a string that is not blank
	 * @return the lock
	 * @throws IllegalArgumentException if the key is not a string, or blank
	 */
	@Override
	public DistributedLock obtain(Object lockKey) {
		return new RegistryLock(this, name(lockKey));
	}

	/**
	 * Run a body under the lock of a key.
	 * @param lockKey the key, a string that is not blank
	 * @param body the body
	 * @param <E> what the body throws
	 * @throws E if the body does; if the lock was lost besides, that is suppressed in it
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws java.util.ConcurrentModificationException if the body has ended and the
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
	 * @param <T> what the body returns
	 * @param <E> what the body throws
	 * @return what the body returns
	 * @throws E if the body does; if the lock was lost besides, that is suppressed in it
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws java.util.ConcurrentModificationException if the body has ended and the
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
	 * @param waitTime how long to wait while another holds the lock
	 * @param body the body
	 * @param <E> what the body throws
	 * @throws E if the body does; if the lock was lost besides, that is suppressed in it
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws TimeoutException if another holds the lock until the time is over
	 * @throws java.util.ConcurrentModificationException if the body has ended and the
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
	 * @param waitTime how long to wait while another holds the lock
	 * @param body the body
	 * @param <T> what the body returns
	 * @param <E> what the body throws
	 * @return what the body returns
	 * @throws E if the body does; if the lock was lost besides, that is suppressed in it
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws TimeoutException if another holds the lock until the time is over
	 * @throws java.util.ConcurrentModificationException if the body has ended and the
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
					"The lock '" + PrintableName.from(name(lockKey)) + "' was not acquired within " + waitTime);
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
	 * Extend the lock of a key for the expiry of the registry's options.
	 * @param lockKey the key of a lock that the calling thread holds
	 * @throws IllegalStateException if the thread does not hold the lock, or has lost it,
	 * or too few servers have extended it
	 */
	@Override
	public void renewLock(Object lockKey) {
		renewLock(lockKey, this.options.expiry());
	}

	/**
	 * Extend the lock of a key. A lock that is extended automatically is so later too.
	 * @param lockKey the key of a lock that the calling thread holds
	 * @param ttl how long it is held from now, from 10 milliseconds to 365 days
	 * @throws IllegalStateException if the thread does not hold the lock, or has lost it,
	 * or too few servers have extended it
	 * @throws IllegalArgumentException if the time is out of range
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		String name = name(lockKey);
		ThreadLeases.Held held = this.leases.find(name);
		if (held == null) {
			throw new IllegalStateException(
					"Lock '" + PrintableName.from(name) + "' can't be renewed: this thread does not hold it");
		}
		try {
			held.lease().extend(ttl);
		}
		catch (RedsyncException ex) {
			throw new IllegalStateException(
					"Lock '" + PrintableName.from(name) + "' can't be renewed: " + ex.getMessage(), ex);
		}
	}

	private String name(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "A key of a lock must be a string, which is the same everywhere: ");
		Assert.hasText((String) lockKey, "A key of a lock must not be blank: all who use it would share one lock");
		return this.registryKey + ":" + lockKey;
	}

	Redsync redsync() {
		return this.redsync;
	}

	LockOptions options() {
		return this.options;
	}

	ThreadLeases leases() {
		return this.leases;
	}

	@Override
	public String toString() {
		return "RedsyncLockRegistry[" + this.registryKey + "]";
	}

	/**
	 * Unlocks at the end, without hiding what the body has thrown.
	 */
	private interface Hold extends AutoCloseable {

		@Override
		void close();

	}

}

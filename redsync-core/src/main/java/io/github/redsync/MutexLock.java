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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/**
 * A {@link Mutex} as a re-entrant {@link Lock}. Each thread has its own lease. The
 * threads of this process do not share a local lock, so a thread whose lease is lost does
 * not block the others.
 */
final class MutexLock implements Lock {

	private final Mutex mutex;

	/** How long one call of the mutex waits at most. */
	private final Duration round;

	private final ThreadLocal<Held> held = new ThreadLocal<>();

	/**
	 * Create a lock.
	 * @param mutex a mutex with automatic extension
	 */
	MutexLock(Mutex mutex) {
		this.mutex = mutex;
		Duration waitTime = mutex.options().waitTime();
		Duration min = LockOptions.DEFAULT_WAIT_TIME;
		this.round = (waitTime != null && waitTime.compareTo(min) > 0) ? waitTime : min;
	}

	/**
	 * Return the options of a mutex, changed for a lock that is held until it is released
	 * and that is waited for without a limit of attempts.
	 */
	static LockOptions options(LockOptions options) {
		return options.toBuilder().autoExtend(true).unlimitedTries().build();
	}

	@Override
	public void lock() {
		if (!reenter()) {
			uninterruptibly(() -> {
				acquire();
				return true;
			});
		}
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		checkInterrupt();
		if (!reenter()) {
			interruptibly(() -> {
				acquire();
				return true;
			});
		}
	}

	@Override
	public boolean tryLock() {
		return reenter() || uninterruptibly(() -> hold(this.mutex.tryLock()));
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		checkInterrupt();
		return reenter() || interruptibly(() -> hold(this.mutex.tryLock(duration(time, unit))));
	}

	private static Duration duration(long time, TimeUnit unit) {
		return Duration.ofNanos(unit.toNanos(Math.max(time, 0)));
	}

	private boolean reenter() {
		Held current = this.held.get();
		if (current == null) {
			return false;
		}
		BlockingLockCall.ensureNotLost(current.lease);
		current.count++;
		return true;
	}

	/**
	 * Wait until the lock is acquired. The wait is divided into rounds, so that it ends
	 * with an exception if a majority of the nodes is unreachable.
	 */
	private void acquire() {
		boolean acquired = false;
		while (!acquired) {
			acquired = hold(this.mutex.tryLock(this.round));
		}
	}

	private boolean hold(Optional<Lease> lease) {
		lease.ifPresent((acquired) -> this.held.set(new Held(acquired)));
		return lease.isPresent();
	}

	private static boolean uninterruptibly(Supplier<Boolean> acquisition) {
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				try {
					return acquisition.get();
				}
				catch (LockInterruptedException ex) {
					// Try again; the flag is restored at the end
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static boolean interruptibly(Supplier<Boolean> acquisition) throws InterruptedException {
		try {
			return acquisition.get();
		}
		catch (LockInterruptedException ex) {
			checkInterrupt();
			throw ex;
		}
	}

	private static void checkInterrupt() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	@Override
	public void unlock() {
		Held current = this.held.get();
		if (current == null) {
			throw new IllegalMonitorStateException("Lock '" + PrintableName.from(this.mutex.name())
					+ "' is not held by thread " + Thread.currentThread().getName()
					+ " through this Lock object: unlock it on the thread that locked it, and on the same object, "
					+ "because each call of asLock() returns another one");
		}
		current.count--;
		if (current.count == 0) {
			this.held.remove();
			BlockingLockCall.release(current.lease);
		}
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("Conditions are not supported");
	}

	@Override
	public String toString() {
		return "Lock[" + PrintableName.from(this.mutex.name()) + "]";
	}

	/**
	 * The lease of a thread, and how often the thread has locked.
	 */
	private static final class Held {

		private final Lease lease;

		private int count = 1;

		Held(Lease lease) {
			this.lease = lease;
		}

	}

}

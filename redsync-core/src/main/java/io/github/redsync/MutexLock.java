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
 * A {@link Mutex} as a {@link Lock}: each thread has a lease of its own, and may lock
 * again what it holds. There is no local lock before the mutex, so that a thread whose
 * lease is lost does not keep the others of its process from going on.
 */
final class MutexLock implements Lock {

	private static final Duration LONGEST = Duration.ofDays(365);

	private final Mutex mutex;

	private final Duration round;

	private final ThreadLocal<Held> held = new ThreadLocal<>();

	/**
	 * Create a lock.
	 * @param mutex the mutex, to be extended automatically
	 */
	MutexLock(Mutex mutex) {
		this.mutex = mutex;
		Duration waitTime = mutex.options().waitTime();
		Duration least = LockOptions.DEFAULT_WAIT_TIME;
		this.round = (waitTime != null && waitTime.compareTo(least) > 0) ? waitTime : least;
	}

	/**
	 * Return the options of a mutex for a lock: held until it is released, and waited for
	 * without a limit of attempts.
	 */
	static LockOptions options(LockOptions options) {
		LockOptionsBuilder builder = options.toBuilder().autoExtend(true);
		builder.tries = null;
		return builder.build();
	}

	@Override
	public void lock() {
		if (!lockAgain()) {
			uninterruptibly(() -> {
				acquire();
				return true;
			});
		}
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		checkInterrupt();
		if (!lockAgain()) {
			interruptibly(() -> {
				acquire();
				return true;
			});
		}
	}

	@Override
	public boolean tryLock() {
		return lockAgain() || uninterruptibly(() -> hold(this.mutex.tryLock()));
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		checkInterrupt();
		return lockAgain() || interruptibly(() -> hold(this.mutex.tryLock(duration(time, unit))));
	}

	private static Duration duration(long time, TimeUnit unit) {
		return Duration.ofNanos(Math.min(unit.toNanos(Math.max(time, 0)), LONGEST.toNanos()));
	}

	private boolean lockAgain() {
		Held current = this.held.get();
		if (current == null) {
			return false;
		}
		BlockingLockCall.ensureNotLost(current.lease);
		current.count++;
		return true;
	}

	/**
	 * Wait for as long as another holds the lock. Each round ends after a time, so that
	 * servers which can't be reached are told.
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
					// Begin anew, and keep the flag for later
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
					+ "' is not held by the thread " + Thread.currentThread().getName()
					+ " through this Lock: unlock on the thread that locked, and "
					+ "on the same object, since each call of asLock() gives another one");
		}
		current.count--;
		if (current.count == 0) {
			this.held.remove();
			BlockingLockCall.release(current.lease);
		}
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("A lock over several servers has no conditions: wait for the "
				+ "condition without the lock, and look again while holding it");
	}

	@Override
	public String toString() {
		return "Lock[" + PrintableName.from(this.mutex.name()) + "]";
	}

	private static final class Held {

		private final Lease lease;

		private int count = 1;

		Held(Lease lease) {
			this.lease = lease;
		}

	}

}

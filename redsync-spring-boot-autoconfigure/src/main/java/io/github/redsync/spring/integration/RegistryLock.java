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
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.PrintableName;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import io.github.redsync.UnlockFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.integration.support.locks.DistributedLock;

/**
 * The lock of one key of a registry. Has no state: the leases of each thread are in
 * {@link ThreadLeases}.
 */
final class RegistryLock implements DistributedLock {

	private static final Logger logger = LoggerFactory.getLogger(RegistryLock.class);

	/** Wait time of each attempt of a wait without a limit. */
	private static final Duration ATTEMPT_WAIT = Duration.ofSeconds(10);

	private final Redsync redsync;

	private final LockOptions options;

	private final ThreadLeases leases;

	private final String name;

	RegistryLock(Redsync redsync, LockOptions options, ThreadLeases leases, String name) {
		this.redsync = redsync;
		this.options = options;
		this.leases = leases;
		this.name = name;
	}

	@Override
	public void lock() {
		lock(this.options);
	}

	@Override
	public void lock(Duration ttl) {
		lock(withTtl(ttl));
	}

	private void lock(LockOptions options) {
		if (reenter()) {
			return;
		}
		boolean interrupted = false;
		boolean acquired = false;
		while (!acquired) {
			interrupted |= Thread.interrupted();
			try {
				acquired = attempt(options, ATTEMPT_WAIT);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			finally {
				if (interrupted) {
					// Restore the flag; the next iteration clears it again
					Thread.currentThread().interrupt();
				}
			}
		}
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		checkInterrupt();
		boolean acquired = reenter();
		while (!acquired) {
			acquired = attempt(this.options, ATTEMPT_WAIT);
		}
	}

	@Override
	public boolean tryLock() {
		boolean interrupted = Thread.interrupted();
		try {
			return reenter() || attempt(this.options, Duration.ZERO);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return tryLock(Duration.ofNanos(unit.toNanos(time)), this.options);
	}

	@Override
	public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
		return tryLock(waitTime, withTtl(ttl));
	}

	private boolean tryLock(Duration waitTime, LockOptions options) throws InterruptedException {
		checkInterrupt();
		Duration wait = waitTime.isNegative() ? Duration.ZERO : waitTime;
		return reenter() || attempt(options, wait);
	}

	private LockOptions withTtl(Duration ttl) {
		return this.options.toBuilder().expiry(ttl).maxHold(ttl).minHold(Duration.ZERO).autoExtend(false).build();
	}

	private boolean reenter() {
		ThreadLeases.Held held = this.leases.find(this.name);
		if (held == null) {
			return false;
		}
		try {
			held.lease().ensureHeld();
		}
		catch (LeaseNotHeldException ex) {
			throw new CannotAcquireLockException("Lock '" + PrintableName.from(this.name)
					+ "' not locked again: it was lost since this thread " + "has locked it; unlock it first", ex);
		}
		held.increment();
		return true;
	}

	private boolean attempt(LockOptions options, Duration waitTime) throws InterruptedException {
		Mutex mutex = this.redsync.newMutex(this.name, options);
		try {
			Optional<Lease> lease = mutex.tryLock(waitTime);
			lease.ifPresent((acquired) -> this.leases.add(this.name, acquired));
			return lease.isPresent();
		}
		catch (LockInterruptedException ex) {
			checkInterrupt();
			throw ex;
		}
		catch (RedsyncException ex) {
			throw new CannotAcquireLockException(
					"Lock '" + PrintableName.from(this.name) + "' not acquired: " + ex.getMessage(), ex);
		}
	}

	private static void checkInterrupt() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	@Override
	public void unlock() {
		ThreadLeases.Held held = this.leases.find(this.name);
		if (held == null) {
			throw new IllegalStateException("You do not own lock '" + PrintableName.from(this.name) + "': thread '"
					+ Thread.currentThread().getName() + "' does not hold it");
		}
		if (held.decrement() == 0) {
			this.leases.remove(this.name);
			release(held.lease());
		}
	}

	private void release(Lease lease) {
		try {
			lease.ensureHeld();
			lease.unlock();
		}
		catch (LeaseNotHeldException ex) {
			throw new ConcurrentModificationException(
					"Lock '" + PrintableName.from(this.name) + "' was lost before it was unlocked; another "
							+ "process may have acquired it since: " + ex.getMessage(),
					ex);
		}
		catch (UnlockFailedException ex) {
			// The work was protected to its end, and the lock expires
			logger.warn("{}", ex.getMessage());
		}
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("Conditions are not supported");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RegistryLock lock && lock.leases == this.leases && lock.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	public String toString() {
		return "RedsyncLock[" + PrintableName.from(this.name) + "]";
	}

}

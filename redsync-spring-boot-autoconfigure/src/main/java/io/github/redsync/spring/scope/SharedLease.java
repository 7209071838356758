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

package io.github.redsync.spring.scope;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Mutex;
import io.github.redsync.PrintableName;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is shared by the call that has acquired it, calls inside of that call, and
 * transactions. The last participant that leaves releases the lease, so that none
 * outlives its lock. Thread-safe.
 */
public final class SharedLease {

	private static final Logger logger = LoggerFactory.getLogger(SharedLease.class);

	private final Redsync redsync;

	private final Lease lease;

	private final LossListeners losses;

	private final AtomicInteger participants = new AtomicInteger(1);

	/**
	 * Create a shared lease with one participant.
	 * @param redsync the {@link Redsync} that holds the lock
	 * @param lease the lease
	 */
	public SharedLease(Redsync redsync, Lease lease) {
		this.redsync = redsync;
		this.lease = lease;
		this.losses = new LossListeners(lease);
	}

	/**
	 * Return the lease.
	 * @return the lease
	 */
	public Lease lease() {
		return this.lease;
	}

	/**
	 * Throw if the lock is not held at this moment, or was reacquired after a gap.
	 * @throws LeaseLostException if the lock was lost
	 * @throws LeaseNotHeldException if it was released
	 */
	public void ensureHeld() {
		if (this.lease.wasReacquired()) {
			throw new LeaseLostException(
					"The lease of lock '" + PrintableName.from(this.lease.name())
							+ "' was lost and reacquired: another client may have held the lock in between",
					List.of(), null);
		}
		this.lease.ensureHeld();
	}

	/**
	 * Throw if the lock was lost. A lock that the last participant has released is not
	 * lost.
	 * @throws LeaseLostException if the lock was lost
	 */
	void ensureNotLost() {
		try {
			ensureHeld();
		}
		catch (LeaseLostException ex) {
			throw ex;
		}
		catch (LeaseNotHeldException ex) {
			if (!isReleased()) {
				throw ex;
			}
		}
	}

	boolean isLost() {
		try {
			ensureNotLost();
			return false;
		}
		catch (RedsyncException ex) {
			return true;
		}
	}

	/**
	 * Return whether the last participant has left.
	 * @return whether the lease is released or about to be
	 */
	public boolean isReleased() {
		return this.participants.get() == 0;
	}

	/**
	 * Return a future of the loss of the lease. The caller cancels it when it is no
	 * longer needed; otherwise it is kept as long as the lease.
	 * @return a new future, completed on a callback thread
	 */
	public CompletableFuture<LeaseLostException> onLost() {
		return this.losses.add();
	}

	/**
	 * Return whether this is the lease of a mutex, or of one of its locks.
	 * @param redsync the {@link Redsync} that holds the lock
	 * @param mutex the lock
	 * @return whether the lease covers the mutex
	 */
	public boolean covers(Redsync redsync, Mutex mutex) {
		return this.redsync == redsync
				&& (this.lease.name().equals(mutex.name()) || !Collections.disjoint(this.lease.names(), mutex.names()));
	}

	/**
	 * Join as a participant, which must leave later.
	 * @return {@code false} if the last participant has already left, so that the lease
	 * is released
	 */
	public boolean join() {
		return this.participants.getAndUpdate((count) -> (count != 0) ? count + 1 : 0) != 0;
	}

	/**
	 * Leave, and release the lease if no participant remains. Blocks until the release
	 * has ended.
	 * @return the loss, if the lock was lost and only its release has shown that;
	 * otherwise {@code null}
	 */
	public @Nullable LeaseLostException leave() {
		if (this.participants.decrementAndGet() != 0) {
			return null;
		}
		boolean held = this.lease.isValid();
		try {
			this.lease.unlock();
			return null;
		}
		catch (RedsyncException ex) {
			return outcome(held, ex);
		}
	}

	/**
	 * Leave, and release the lease if no participant remains, without blocking.
	 * @return a future that always completes normally when the release has ended: with
	 * the loss, if the lock was lost and only its release has shown that; otherwise with
	 * {@code null}
	 */
	public CompletableFuture<@Nullable LeaseLostException> leaveAsync() {
		if (this.participants.decrementAndGet() != 0) {
			return CompletableFuture.completedFuture(null);
		}
		boolean held = this.lease.isValid();
		return this.lease.unlockAsync().handle((done, failure) -> (failure != null) ? outcome(held, failure) : null);
	}

	/**
	 * Leave without having worked under the lock, and discard the lease if no participant
	 * remains. Does not block.
	 */
	public void discard() {
		if (this.participants.decrementAndGet() == 0) {
			this.lease.discard();
		}
	}

	private @Nullable LeaseLostException outcome(boolean held, Throwable failure) {
		// A loss that was detected earlier was logged then
		if (held || !(failure instanceof LeaseNotHeldException)) {
			logger.warn("{}", failure.getMessage());
		}
		return (held && failure instanceof LeaseNotHeldException expired)
				? new LeaseLostException(
						"The lease of lock '" + PrintableName.from(this.lease.name())
								+ "' was lost, as its release has shown: " + expired.getMessage(),
						expired.nodes(), expired)
				: null;
	}

	@Override
	public String toString() {
		return this.lease.toString();
	}

}

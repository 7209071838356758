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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A held lock: a majority of the nodes has granted it until a point in time. Thread-safe;
 * any thread may extend or release it.
 * <p>
 * A lease ends when it is released, or when it is <em>lost</em>: its validity ended
 * before it was extended, or a majority of the nodes reported that its keys are gone.
 * {@link #onLost()} reports the loss. Call {@link #ensureHeld()} before each step that
 * needs the lock. A process can pause between that check and the step; if this matters,
 * let the protected resource check the {@link #fencingToken()}.
 */
public interface Lease extends AutoCloseable {

	/**
	 * Return the name of the lock.
	 * @return the name, without the key prefix; a display name if this lease is of
	 * several locks
	 */
	String name();

	/**
	 * Return the names of all locks of this lease.
	 * @return the names in the order in which the locks were acquired; never empty, and a
	 * single name unless this lease is of several locks
	 */
	default List<String> names() {
		return List.of(name());
	}

	/**
	 * Return the value of the lock's keys. A client that has the value can extend and
	 * release the lock through {@link Mutex#attach(String)}. Once this method has been
	 * called, a lease that expires no longer deletes its keys, because another client may
	 * have extended them.
	 * @return the value
	 */
	String value();

	/**
	 * Return the end of the validity, by the wall clock of this process.
	 * @return the end; the epoch for an {@linkplain #isAttached() attached} lease that
	 * has not been extended
	 */
	Instant until();

	/**
	 * Return whether this lease was created by {@link Mutex#attach(String)}. The lock was
	 * acquired elsewhere, so the lease is valid only after an extension.
	 * @return whether this lease is attached
	 */
	boolean isAttached();

	/**
	 * Return the remaining validity, measured by the monotonic and by the wall clock.
	 * @return the shorter of the two times; zero after the lease has ended
	 */
	Duration timeLeft();

	/**
	 * Return whether the lock is held now. Reads the clocks and sends nothing to the
	 * nodes.
	 * @return whether the lease was neither released nor lost
	 */
	boolean isValid();

	/**
	 * Ask the nodes whether the lock is held. Blocks the calling thread until they have
	 * replied, or their limit is over.
	 * @return whether the lease is valid and a majority of the nodes has its value;
	 * {@code false} if too few nodes replied
	 * @throws LockInterruptedException if the thread is interrupted
	 */
	boolean verify();

	/**
	 * Throw an exception unless the lock is held now. Reads the clocks and sends nothing
	 * to the nodes.
	 * @throws LeaseLostException if the lease was lost
	 * @throws LeaseNotHeldException if the lease was released, or is attached and has not
	 * been extended
	 */
	void ensureHeld();

	/**
	 * Return the fencing token, which is larger than every earlier token of the same
	 * name. A resource that stores the largest token it has seen, and rejects smaller
	 * ones, is protected from a holder that does not know that its lease was lost.
	 * @return the token, greater than 0
	 * @throws IllegalStateException if {@link LockOptions#fencing()} is off, if the lease
	 * is attached, or if it is of several locks, which have separate tokens
	 */
	long fencingToken();

	/**
	 * Return the fencing token of one lock of this lease.
	 * @param name the name of the lock, without the key prefix
	 * @return the token, greater than 0
	 * @throws IllegalArgumentException if this lease has no lock of that name
	 * @throws IllegalStateException if {@link LockOptions#fencing()} is off, or if the
	 * lease is attached
	 */
	default long fencingToken(String name) {
		if (!name.equals(name())) {
			throw new IllegalArgumentException("The lease of " + PrintableName.from(String.valueOf(names()))
					+ " has no lock '" + PrintableName.from(name) + "'");
		}
		return fencingToken();
	}

	/**
	 * Return whether the lock had expired and was reacquired by an extension. Another
	 * client may have held it in between.
	 * @return whether it was reacquired; always {@code false} unless
	 * {@link LockOptions#setNxOnExtend()} is on
	 */
	boolean wasReacquired();

	/**
	 * Extend the lock: it is held for the whole expiry from now. Failed requests are
	 * retried while the lease is valid. Blocks the calling thread.
	 * @throws LeaseNotHeldException if the lease is no longer valid
	 * @throws ExtendFailedException if too few nodes extended the lock while it was
	 * valid, or if the {@link Redsync} is closed
	 * @throws LockInterruptedException if the thread is interrupted
	 */
	void extend();

	/**
	 * Extend the lock for a time other than its expiry: it is held for that time from
	 * now. Otherwise like {@link #extend()}. Automatic extension does not shorten that
	 * time, and resumes when it is nearly over.
	 * @param expiry from 10 milliseconds to 365 days, truncated to milliseconds. An
	 * extension in progress for a longer time takes precedence
	 * @throws IllegalArgumentException if the expiry is out of range
	 * @throws LeaseNotHeldException if the lease is no longer valid
	 * @throws ExtendFailedException if too few nodes extended the lock while it was
	 * valid, or if the {@link Redsync} is closed
	 * @throws LockInterruptedException if the thread is interrupted
	 */
	void extend(Duration expiry);

	/**
	 * Extend the lock asynchronously.
	 * @return a future that fails with the exceptions of {@link #extend()}. Dependent
	 * actions run on a callback thread of the {@link Redsync}
	 */
	CompletableFuture<Void> extendAsync();

	/**
	 * Release the lock. Blocks the calling thread until a majority of the nodes has
	 * replied, or their limit is over. Not interruptible; the interrupt flag stays set.
	 * @throws LeaseNotHeldException if the lock was no longer held, including a lock that
	 * was released before
	 * @throws UnlockFailedException if too few nodes confirmed the release; the lock then
	 * ends by its expiry
	 */
	void unlock();

	/**
	 * Release the lock after a time: the lease ends now, but the lock stays taken for all
	 * clients until the time is over. Otherwise like {@link #unlock()}.
	 * @param keep how long the lock stays taken from now, from zero to 365 days,
	 * truncated to milliseconds. It stays taken longer if {@link LockOptions#minHold()}
	 * requires it
	 * @throws IllegalArgumentException if the time is out of range
	 * @throws LeaseNotHeldException if the lock was no longer held, including a lock that
	 * was released before
	 * @throws UnlockFailedException if too few nodes confirmed the release; the lock then
	 * ends by its expiry
	 */
	void unlockAfter(Duration keep);

	/**
	 * Release the lock asynchronously.
	 * @return a future that fails with the exceptions of {@link #unlock()}. Dependent
	 * actions run on a callback thread of the {@link Redsync}
	 */
	CompletableFuture<Void> unlockAsync();

	/**
	 * Release an unused lock immediately, ignoring {@link LockOptions#minHold()}. Does
	 * not block. Has no effect if the lease has ended. Failures are not reported; the
	 * lock then ends by its expiry.
	 */
	void discard();

	/**
	 * Return a future of the loss of this lease.
	 * @return a future that completes normally, with the exception that describes the
	 * loss, as soon as the lease is lost. It never completes if the lease is released
	 * before. All calls return the same future; completing or cancelling it has no
	 * effect. Dependent actions run on a callback thread of the {@link Redsync}. After
	 * {@link Redsync#close()}, the loss is reported when the validity ends
	 */
	CompletableFuture<LeaseLostException> onLost();

	/**
	 * Release the lock unless it was released before. Throws no exception: a lease that
	 * was lost, or that too few nodes have released, is logged. If the work must not end
	 * normally after a loss, call {@link #ensureHeld()} as its last step, or use
	 * {@link #unlock()}.
	 */
	@Override
	void close();

}

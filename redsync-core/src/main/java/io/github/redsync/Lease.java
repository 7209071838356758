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
 * A lock that is held: granted by a majority of the nodes until a point in time. Safe for
 * use by many threads; any of them may extend or release it.
 * <p>
 * A lease ends when it is released, or it is <em>lost</em>: its validity is over and was
 * not extended in time, or the nodes say that its keys are gone. The holder is told at
 * that moment by {@link #onLost()}, and can ask before each step that needs the lock by
 * {@link #ensureHeld()}. A process can be paused between such a check and the step; where
 * that matters, let the resource check the {@link #fencingToken()}.
 */
public interface Lease extends AutoCloseable {

	/**
	 * Return the name of the lock.
	 * @return the name, without the key prefix; for several locks as one, their names as
	 * a text to be read
	 */
	String name();

	/**
	 * Return the names of what is held.
	 * @return the name of the lock or, for several locks as one, the names of all, in the
	 * order in which they were acquired; never empty
	 */
	default List<String> names() {
		return List.of(name());
	}

	/**
	 * Return the value of the lock's keys. Who knows it can extend and release the lock
	 * by {@link Mutex#attach(String)}. Once it was asked for, the keys of a lease that
	 * runs out are left to their time to live: another may have extended them meanwhile.
	 * @return the value
	 */
	String value();

	/**
	 * Return until when the lock is held, by this process' wall clock.
	 * @return the end of the validity; the epoch for an {@linkplain #isAttached()
	 * attached} lease that was not extended yet
	 */
	Instant until();

	/**
	 * Return whether this lease was created by {@link Mutex#attach(String)}: the lock was
	 * acquired elsewhere, and is known to be held here only after an extension.
	 * @return whether the lease is attached
	 */
	boolean isAttached();

	/**
	 * Return how long the lock is still held, by the monotonic and the wall clock,
	 * whichever says less.
	 * @return the time left; zero once the lease has ended
	 */
	Duration timeLeft();

	/**
	 * Return whether the lock is held at this moment. Asks the clocks, not the nodes.
	 * @return whether the lease has neither been released nor lost
	 */
	boolean isValid();

	/**
	 * Ask the nodes whether the lock is held. Blocks the calling thread for as long as
	 * the nodes' limit at most.
	 * @return whether the lease is valid and a majority of the nodes has its value; false
	 * also if too few nodes answered
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	boolean verify();

	/**
	 * Do nothing if the lock is held at this moment, and throw otherwise. Asks the
	 * clocks, not the nodes.
	 * @throws LeaseLostException if the lease was lost
	 * @throws LeaseNotHeldException if the lease was released
	 */
	void ensureHeld();

	/**
	 * Return the fencing token: larger than every token handed out for the name before. A
	 * resource that remembers the largest token it has seen, and refuses smaller ones, is
	 * safe from a holder whose lease was lost without its knowledge.
	 * @return the token, above 0
	 * @throws IllegalStateException if the lock has no token because
	 * {@link LockOptions#fencing()} is off, because the lease is attached, or because it
	 * is of several locks, each of which has a token of its own
	 */
	long fencingToken();

	/**
	 * Return the fencing token of one of several locks that are held as one.
	 * @param name the name of the lock, without the key prefix
	 * @return the token, above 0
	 * @throws IllegalArgumentException if the lease is not of a lock of this name
	 * @throws IllegalStateException if the lock has no token because
	 * {@link LockOptions#fencing()} is off, or because the lease is attached
	 */
	default long fencingToken(String name) {
		if (!name.equals(name())) {
			throw new IllegalArgumentException("The lease is of " + PrintableName.from(String.valueOf(names()))
					+ ", which '" + PrintableName.from(name) + "' is not one of: ask for one of these");
		}
		return fencingToken();
	}

	/**
	 * Return whether the lock had lapsed at some time, and was taken anew by an
	 * extension. Others may have held it in between.
	 * @return whether it had; always false without {@link LockOptions#setNxOnExtend()}
	 */
	boolean wasReacquired();

	/**
	 * Extend the lock: it is held for the whole expiry from now. A round that fails is
	 * tried again as long as the lease is valid. Blocks the calling thread.
	 * @throws LeaseNotHeldException if the lease is not valid any more
	 * @throws ExtendFailedException if too few nodes extended it while it was valid
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	void extend();

	/**
	 * Extend the lock for another time than its expiry: it is held for as long from now.
	 * Otherwise like {@link #extend()}. Automatic extension never shortens it, and goes
	 * on when that time is nearly over.
	 * @param expiry from 10 milliseconds to 365 days, in whole milliseconds (the rest is
	 * dropped); if an extension for longer is under way, that one counts
	 * @throws IllegalArgumentException if the expiry is out of range
	 * @throws LeaseNotHeldException if the lease is not valid any more
	 * @throws ExtendFailedException if too few nodes extended it while it was valid
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	void extend(Duration expiry);

	/**
	 * Extend the lock without blocking.
	 * @return a future that fails with the exceptions that {@link #extend()} throws
	 */
	CompletableFuture<Void> extendAsync();

	/**
	 * Release the lock. Blocks the calling thread until a majority of the nodes has
	 * answered, or the nodes' limit is over; it does not react to an interrupt, and keeps
	 * the flag.
	 * @throws LeaseNotHeldException if the lock was not held any more, also if it was
	 * released before
	 * @throws UnlockFailedException if too few nodes could be reached; the lock then ends
	 * by its expiry
	 */
	void unlock();

	/**
	 * Release the lock, but leave it taken for a while: the lease ends, and everybody is
	 * refused until that time is over. Otherwise like {@link #unlock()}.
	 * @param keep how long the lock stays taken from now, from zero to 365 days, in whole
	 * milliseconds (the rest is dropped); it stays longer if
	 * {@link LockOptions#minHold()} asks for it
	 * @throws IllegalArgumentException if the time is out of range
	 * @throws LeaseNotHeldException if the lock was not held any more, also if it was
	 * released before
	 * @throws UnlockFailedException if too few nodes could be reached; the lock then ends
	 * by its expiry
	 */
	void unlockAfter(Duration keep);

	/**
	 * Release the lock without blocking.
	 * @return a future that fails with the exceptions that {@link #unlock()} throws
	 */
	CompletableFuture<Void> unlockAsync();

	/**
	 * Release at once a lock that nobody has worked under, as if it had not been
	 * acquired: also before {@link LockOptions#minHold()} is over, which is for what was
	 * done. Does not block, and does nothing if the lease has ended. What goes wrong is
	 * not told; the lock then ends by its expiry.
	 */
	void discard();

	/**
	 * Return a future of the loss of this lease.
	 * @return a future that completes, normally, with the exception that tells why, at
	 * the moment at which the lease is lost; never if it is released before. All calls
	 * return the same future; completing or cancelling it has no effect. Dependent
	 * actions run on a callback thread of the {@link Redsync}. After
	 * {@link Redsync#close()} the loss is reported when the validity of the lease ends
	 */
	CompletableFuture<LeaseLostException> onLost();

	/**
	 * Release the lock if that was not done before. Never throws: a lease that was lost,
	 * or that could not be released everywhere, is logged. Use {@link #ensureHeld()} as
	 * the last step of the work, or {@link #unlock()}, where the difference matters.
	 */
	@Override
	void close();

}

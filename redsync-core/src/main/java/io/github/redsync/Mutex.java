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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;

/**
 * A named lock over the nodes of a {@link Redsync}. Immutable, cheap to make and safe for
 * use by many threads: all state of a held lock is in its {@link Lease}. Two mutexes of
 * the same name exclude each other, in this process and in any other.
 * <p>
 * A mutex is not re-entrant: ownership is the lease, never the thread.
 */
public interface Mutex {

	/**
	 * Return the name of the lock.
	 * @return the name, without the key prefix; for several locks as one, their names as
	 * a text to be read
	 */
	String name();

	/**
	 * Return the names of what is locked.
	 * @return the name of the lock or, for several locks as one, the names of all, in the
	 * order in which they are acquired; never empty
	 */
	default List<String> names() {
		return List.of(name());
	}

	/**
	 * Return the options of the lock.
	 * @return the options
	 */
	LockOptions options();

	/**
	 * Acquire the lock, waiting for it if another holds it. Blocks the calling thread; it
	 * can be interrupted.
	 * @return the lease of the lock
	 * @throws LockTakenException if another held the lock until the wait was over
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 * @throws LockInterruptedException if the thread was interrupted; it keeps its
	 * interrupt flag, and no key stays behind
	 * @throws LockNotAcquiredException if the lock was granted too late to be valid
	 */
	Lease lock();

	/**
	 * Acquire the lock without blocking, waiting for it if another holds it.
	 * @return a future of the lease; it fails with the exceptions that {@link #lock()}
	 * throws. To cancel it gives the acquisition up; no key stays behind. Dependent
	 * actions run on a callback thread of the {@link Redsync}
	 */
	CompletableFuture<Lease> lockAsync();

	/**
	 * Try once to acquire the lock, without waiting for it.
	 * @return the lease, or empty if another holds the lock
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	Optional<Lease> tryLock();

	/**
	 * Try to acquire the lock, waiting for it no longer than given.
	 * @param waitTime how long to wait, zero for a single attempt
	 * @return the lease, or empty if another held the lock until the wait was over
	 * @throws QuorumUnavailableException if too few nodes answered to decide
	 * @throws LockInterruptedException if the thread was interrupted
	 * @throws IllegalArgumentException if the wait time is negative
	 */
	Optional<Lease> tryLock(Duration waitTime);

	/**
	 * Return a view of this mutex as a {@link Lock}, for code that knows nothing else. It
	 * belongs to the thread that locks it, may be locked again by that thread (and is
	 * then to be unlocked as often), and is extended for as long as it is held, up to
	 * {@link LockOptions#maxHold()}. Each call gives another view, and two views exclude
	 * each other even on one thread: keep one and share it.
	 * <p>
	 * {@link Lock#lock()} does not react to an interrupt, and keeps the flag. It and
	 * {@link Lock#lockInterruptibly()} wait for as long as another holds the lock;
	 * {@link Lock#tryLock(long, java.util.concurrent.TimeUnit)} never waits longer than
	 * it is told. All of them throw a {@link QuorumUnavailableException} if too few nodes
	 * answer: the ones without a limit after {@link LockOptions#waitTime()}, but after 10
	 * seconds at the earliest. {@link Lock#unlock()} throws a {@link LeaseLostException}
	 * if the lock was lost meanwhile, as does an attempt to lock it again; the thread
	 * does not hold it after that. A release that too few nodes have seen is logged: the
	 * lock then ends by its expiry. There are no conditions.
	 * @return a lock with the options of this mutex, but automatic extension, and without
	 * a limit of {@link LockOptions#tries()}
	 */
	Lock asLock();

	/**
	 * Attach to a lock that was acquired elsewhere, by another thread, process or
	 * program, so that it can be extended or released here. Nothing is sent. The lease
	 * counts as valid only after it was extended here. Several leases of one value know
	 * nothing of each other: any of them that runs out leaves the keys to the others, and
	 * any that is released takes them from all.
	 * @param value the value of the lock there
	 * @return the lease
	 * @throws IllegalArgumentException if the value is empty
	 */
	Lease attach(String value);

	/**
	 * Ask every node who holds the lock. Blocks the calling thread for as long as the
	 * nodes' limit at most. Several locks as one count as held if one of them is; the
	 * owner is then that of the first that is held, the time left the longest, and the
	 * nodes answer for one lock after another.
	 * @return what the nodes say
	 * @throws LockInterruptedException if the thread was interrupted
	 */
	LockState inspect();

}

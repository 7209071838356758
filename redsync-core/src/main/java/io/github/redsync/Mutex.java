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
 * A named lock over the nodes of a {@link Redsync}. Immutable, thread-safe and cheap to
 * create: the state of a held lock is in its {@link Lease}. Two mutexes of the same name
 * exclude each other, in this process and in others.
 * <p>
 * A mutex is not re-entrant. A lock is owned by its lease, not by a thread.
 */
public interface Mutex {

	/**
	 * Return the name of the lock.
	 * @return the name, without the key prefix; a display name if this mutex stands for
	 * several locks
	 */
	String name();

	/**
	 * Return the names of all locks of this mutex.
	 * @return the names in the order in which the locks are acquired; never empty, and a
	 * single name unless this mutex stands for several locks
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
	 * Acquire the lock. Blocks the calling thread, and waits up to
	 * {@link LockOptions#waitTime()} if the lock is taken.
	 * @return the lease of the lock
	 * @throws LockTakenException if the lock was taken until the wait was over
	 * @throws QuorumUnavailableException if too few nodes replied to decide
	 * @throws LockInterruptedException if the thread is interrupted; its interrupt flag
	 * stays set, and no key remains
	 * @throws LockNotAcquiredException if the lock was granted after its validity had
	 * ended, or if the {@link Redsync} is closed
	 */
	Lease lock();

	/**
	 * Acquire the lock asynchronously. Waits up to {@link LockOptions#waitTime()} if the
	 * lock is taken.
	 * @return a future of the lease, which fails with the exceptions of {@link #lock()}.
	 * Cancelling it cancels the acquisition; no key remains. Dependent actions run on a
	 * callback thread of the {@link Redsync}
	 */
	CompletableFuture<Lease> lockAsync();

	/**
	 * Try to acquire the lock with a single attempt.
	 * @return the lease, or empty if the lock is taken
	 * @throws QuorumUnavailableException if too few nodes replied to decide
	 * @throws LockInterruptedException if the thread is interrupted
	 * @throws LockNotAcquiredException as in {@link #lock()}
	 */
	Optional<Lease> tryLock();

	/**
	 * Try to acquire the lock within a time.
	 * @param waitTime how long to wait if the lock is taken; zero for a single attempt,
	 * at most 365 days (a longer time is cut)
	 * @return the lease, or empty if the lock was taken until the wait was over
	 * @throws QuorumUnavailableException if too few nodes replied to decide
	 * @throws LockInterruptedException if the thread is interrupted
	 * @throws LockNotAcquiredException as in {@link #lock()}
	 * @throws IllegalArgumentException if the wait time is negative
	 */
	Optional<Lease> tryLock(Duration waitTime);

	/**
	 * Return a view of this mutex as a {@link Lock}, with these properties:
	 * <ul>
	 * <li>It is owned by the thread that locks it, and is re-entrant: it must be unlocked
	 * as often as it was locked.</li>
	 * <li>Each call returns another view, and two views exclude each other even on the
	 * same thread. Keep one view and share it.</li>
	 * <li>It has the options of this mutex, except that it is extended automatically
	 * until it is unlocked, up to {@link LockOptions#maxHold()}, and that the number of
	 * attempts is not limited.</li>
	 * <li>{@link Lock#lock()} and {@link Lock#lockInterruptibly()} wait until the lock is
	 * free. {@link Lock#tryLock(long, java.util.concurrent.TimeUnit)} waits at most for
	 * the given time.</li>
	 * <li>{@code lock()} is not interruptible; the interrupt flag stays set.</li>
	 * <li>All methods that lock throw a {@link QuorumUnavailableException} if a majority
	 * of the nodes stays unreachable for {@link LockOptions#quorumWaitTime()}, or until
	 * the given time is over.</li>
	 * <li>{@link Lock#unlock()} throws a {@link LeaseLostException} if the lock was lost
	 * in the meantime. Locking it again throws the same exception.</li>
	 * <li>A release that too few nodes confirm is logged. The lock then ends by its
	 * expiry.</li>
	 * <li>{@link Lock#newCondition()} throws an
	 * {@link UnsupportedOperationException}.</li>
	 * </ul>
	 * @return a new lock
	 */
	Lock asLock();

	/**
	 * Attach to a lock that another thread, process or program has acquired, so that it
	 * can be extended or released here. Sends nothing to the nodes. The lease is valid
	 * only after it has been extended.
	 * <p>
	 * Leases attached to the same value are independent. One that expires leaves the
	 * keys; one that is released deletes them for all.
	 * @param value the value of the lock, from {@link Lease#value()}
	 * @return the lease
	 * @throws IllegalArgumentException if the value is empty, or is not of as many locks
	 * as this mutex stands for
	 */
	Lease attach(String value);

	/**
	 * Ask all nodes for the holder of the lock. Blocks the calling thread until they have
	 * replied, or their limit is over.
	 * <p>
	 * Several locks count as held if one of them is held. The owner is then that of the
	 * first held lock, the time left is the longest, and the node results of all locks
	 * follow one another.
	 * @return the state of the lock as the nodes report it
	 * @throws LockInterruptedException if the thread is interrupted
	 */
	LockState inspect();

}

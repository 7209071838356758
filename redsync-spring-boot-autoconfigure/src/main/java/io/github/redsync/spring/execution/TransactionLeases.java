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

package io.github.redsync.spring.execution;

import io.github.redsync.spring.scope.SharedLease;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The leases that transactions of the calling thread hold. Others must not see the lock
 * free before they can see what was written under it, so a transaction shares the lease
 * of each locked call inside of it until the transaction has completed.
 */
final class TransactionLeases {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionLeases.class.getClassLoader());

	private TransactionLeases() {
	}

	/**
	 * Join the lease of a lock that a transaction of the current thread holds, even if
	 * that is suspended: the thread can do nothing that would make it release the lock.
	 * @param request the lock
	 * @param losses what the loss of the lock means for the call
	 * @return the lease, to be left at the end, or {@code null}
	 * @throws io.github.redsync.LeaseLostException if a transaction had the lock, but it
	 * was lost
	 */
	static @Nullable SharedLease find(LockRequest request, LossPolicy losses) {
		if (!PRESENT) {
			return null;
		}
		for (SharedLease lease : TransactionScope.heldByThread()) {
			SharedLease joined = LeaseSharing.join(request, lease, losses);
			if (joined != null) {
				return joined;
			}
		}
		return null;
	}

	/**
	 * Let the current transaction, if there is one, share a lease until it has completed.
	 * A call that has joined the lease of another transaction needs this too: its own
	 * transaction ends at another time, and must not commit after a loss.
	 * @param lease the lease
	 * @param losses what the loss of the lock means for the call
	 */
	static void hold(SharedLease lease, LossPolicy losses) {
		if (PRESENT) {
			TransactionScope.hold(lease, losses.endsCall());
		}
	}

}

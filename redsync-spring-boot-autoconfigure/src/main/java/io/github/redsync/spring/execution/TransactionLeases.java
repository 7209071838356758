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
 * The leases that transactions of the calling thread hold. A lock must not become free
 * before its writes are visible, so a transaction shares the lease of each locked call
 * inside of it until the transaction has completed.
 */
final class TransactionLeases {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionLeases.class.getClassLoader());

	private TransactionLeases() {
	}

	/**
	 * Join the lease of a lock that a transaction of the current thread holds. A
	 * suspended transaction counts too: it cannot release the lock while this thread
	 * waits for it.
	 * @param request the lock
	 * @param losses the policy for the loss of the lock
	 * @return the lease, which the call leaves at its end, or {@code null}
	 * @throws io.github.redsync.LeaseLostException if a transaction has lost the lock
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
	 * Share a lease with the current transaction, if there is one, until it has
	 * completed. Also done for a call that has joined the lease of another transaction:
	 * its own transaction ends at another time, and must not commit after a loss.
	 * @param lease the lease
	 * @param losses the policy for the loss of the lock
	 */
	static void hold(SharedLease lease, LossPolicy losses) {
		if (PRESENT) {
			TransactionScope.hold(lease, losses.endsCall());
		}
	}

}

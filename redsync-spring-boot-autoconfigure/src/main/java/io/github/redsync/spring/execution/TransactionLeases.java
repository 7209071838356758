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

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.spring.context.SharedLease;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * The leases that transactions of the calling thread hold. Others must not see the lock
 * free before they can see what was written under it, so a transaction inside of which a
 * lock is acquired shares the lease until it has completed.
 */
final class TransactionLeases {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionLeases.class.getClassLoader());

	private TransactionLeases() {
	}

	/**
	 * Join the lease of a lock that a transaction of the current thread holds, be that
	 * suspended or not: the thread can do nothing that would make it release the lock.
	 * @param request the lock
	 * @param losses what the loss of the lock means for the call
	 * @return the lease, to be left at the end, or {@code null}
	 * @throws io.github.redsync.LeaseLostException if a transaction had the lock, but it
	 * was lost
	 */
	static @Nullable SharedLease find(LockRequest request, LossCheck losses) {
		return PRESENT ? Synchronizations.find(request, losses) : null;
	}

	/**
	 * Let the current transaction, if there is one, share a lease until it has completed.
	 * @param lease the lease
	 * @param losses what the loss of the lock means
	 */
	static void hold(SharedLease lease, LossCheck losses) {
		if (PRESENT) {
			Synchronizations.hold(lease, losses);
		}
	}

	/**
	 * Inner class to avoid a hard dependency on Spring's transactions at runtime.
	 */
	private static final class Synchronizations {

		private static final ThreadLocal<@Nullable List<SharedLease>> HELD = new ThreadLocal<>();

		static @Nullable SharedLease find(LockRequest request, LossCheck losses) {
			List<SharedLease> held = HELD.get();
			if (held != null) {
				for (SharedLease lease : held) {
					SharedLease joined = LeaseJoin.join(request, lease, losses);
					if (joined != null) {
						return joined;
					}
				}
			}
			return null;
		}

		static void hold(SharedLease lease, LossCheck losses) {
			if (TransactionSynchronizationManager.isSynchronizationActive() && lease.join()) {
				List<SharedLease> held = HELD.get();
				if (held == null) {
					held = new ArrayList<>(2);
					HELD.set(held);
				}
				held.add(lease);
				TransactionSynchronizationManager.registerSynchronization(new Release(lease, losses));
			}
		}

		static void remove(SharedLease lease) {
			List<SharedLease> held = HELD.get();
			if (held != null && held.remove(lease) && held.isEmpty()) {
				HELD.remove();
			}
		}

	}

	/**
	 * Leaves a lease after a transaction, which cannot be committed without it.
	 *
	 * @param lease the lease
	 * @param losses what the loss of the lock means
	 */
	private record Release(SharedLease lease, LossCheck losses) implements TransactionSynchronization {

		@Override
		public void beforeCommit(boolean readOnly) {
			if (this.losses.matters()) {
				this.lease.lease().ensureHeld();
			}
		}

		@Override
		public void afterCompletion(int status) {
			Synchronizations.remove(this.lease);
			this.lease.leave();
		}

	}

}

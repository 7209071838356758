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

import io.github.redsync.Lease;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * The leases that the calling thread's transaction holds. Others must not see the lock
 * free before they can see what was written under it, so a lock that is acquired inside a
 * transaction is released when that has completed.
 */
final class TransactionLeases {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionLeases.class.getClassLoader());

	private TransactionLeases() {
	}

	/**
	 * Find a lease that the current transaction holds.
	 * @param name the name of the lock
	 * @return the lease, still valid, or {@code null}
	 */
	static @Nullable Lease find(String name) {
		return PRESENT ? Synchronizations.find(name) : null;
	}

	/**
	 * Leave the release of a lease to the current transaction.
	 * @param lease the lease
	 * @return false if there is no transaction, so that the caller must release it
	 */
	static boolean releaseOnCompletion(Lease lease) {
		return PRESENT && Synchronizations.add(lease);
	}

	/**
	 * Inner class to avoid a hard dependency on Spring's transactions at runtime.
	 */
	private static final class Synchronizations {

		static @Nullable Lease find(String name) {
			if (!TransactionSynchronizationManager.isSynchronizationActive()) {
				return null;
			}
			for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
				if (synchronization instanceof Release release && release.lease().name().equals(name)
						&& release.lease().isValid()) {
					return release.lease();
				}
			}
			return null;
		}

		static boolean add(Lease lease) {
			boolean active = TransactionSynchronizationManager.isSynchronizationActive();
			if (active) {
				TransactionSynchronizationManager.registerSynchronization(new Release(lease));
			}
			return active;
		}

	}

	/**
	 * Releases a lease after a transaction, which cannot be committed without it.
	 *
	 * @param lease the lease
	 */
	private record Release(Lease lease) implements TransactionSynchronization {

		@Override
		public void beforeCommit(boolean readOnly) {
			this.lease.ensureHeld();
		}

		@Override
		public void afterCompletion(int status) {
			this.lease.close();
		}

	}

}

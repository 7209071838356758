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

import io.github.redsync.RedsyncException;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.SharedLease;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lease that a call joins because its call path already holds the lock.
 */
final class LeaseSharing {

	private LeaseSharing() {
	}

	/**
	 * Join the lease of the lock, or of one of several locks, if the call path holds it.
	 * @param request the lock that the call needs
	 * @param path the innermost lock of the call path, or {@code null}
	 * @param losses the policy for the loss of the lock
	 * @return the lease, which the call leaves at its end, or {@code null} if the lock
	 * must be acquired
	 * @throws io.github.redsync.LeaseLostException if the call path has lost the lock, so
	 * that the method would run without it
	 */
	static @Nullable SharedLease find(LockRequest request, @Nullable LockScope path, LossPolicy losses) {
		for (LockScope lock = path; lock != null; lock = lock.outer()) {
			SharedLease joined = join(request, lock.shared(), losses);
			if (joined != null) {
				return joined;
			}
		}
		return null;
	}

	static @Nullable SharedLease join(LockRequest request, SharedLease lease, LossPolicy losses) {
		if (!lease.covers(request.redsync(), request.mutex()) || !lease.join()) {
			return null;
		}
		if (lease.lease().isValid()) {
			return lease;
		}
		try {
			RedsyncException loss = losses.outcomeFor(lease);
			if (loss != null) {
				throw loss;
			}
			return null;
		}
		finally {
			lease.leave();
		}
	}

}

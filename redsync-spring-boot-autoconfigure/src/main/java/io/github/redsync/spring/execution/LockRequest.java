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
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import org.jspecify.annotations.Nullable;

/**
 * The lock that a call needs, or several locks as one.
 *
 * @param redsync the {@link Redsync} that holds the lock; locks of the same name are the
 * same lock only if the same {@code Redsync} holds them
 * @param mutex the lock
 */
public record LockRequest(Redsync redsync, Mutex mutex) {

	/**
	 * Acquire the lock.
	 */
	Lease lock() {
		return check(this.mutex.lock(), "lock()");
	}

	/**
	 * Start to acquire the lock.
	 */
	CompletableFuture<Lease> lockAsync() {
		return check(this.mutex.lockAsync(), "lockAsync()");
	}

	/**
	 * Report a mock that returns null, which would otherwise end in a
	 * NullPointerException.
	 */
	private <T> T check(@Nullable T reply, String method) {
		if (reply == null) {
			throw new IllegalStateException("The Mutex of " + this.mutex.getClass() + " returned null from " + method
					+ ", as a mock without stubs does. Stub it, or use servers in memory (MemoryNodes of redsync-test) "
					+ "in place of the mock");
		}
		return reply;
	}

	/**
	 * Return the locks of this request that a lease does not cover.
	 * @param lease a lease of some of the locks
	 * @return the remaining locks, or {@code null} if there are none
	 */
	@Nullable LockRequest remaining(Lease lease) {
		List<String> names = this.mutex.names();
		if (names.size() == 1) {
			return null;
		}
		List<String> remaining = new ArrayList<>(names);
		remaining.removeAll(lease.names());
		return remaining.isEmpty() ? null
				: new LockRequest(this.redsync, this.redsync.newMutex(remaining, this.mutex.options()));
	}

}

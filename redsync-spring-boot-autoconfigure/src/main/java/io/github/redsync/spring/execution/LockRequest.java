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
 * The lock that a call needs, or several as one.
 *
 * @param redsync where the lock is held: locks of the same name are one only if they are
 * held at the same place
 * @param mutex the lock
 * @since 0.1.0
 */
public record LockRequest(Redsync redsync, Mutex mutex) {

	/**
	 * Acquire the lock.
	 */
	Lease lock() {
		return check(this.mutex.lock(), "lock()");
	}

	/**
	 * Begin to acquire the lock.
	 */
	CompletableFuture<Lease> lockAsync() {
		return check(this.mutex.lockAsync(), "lockAsync()");
	}

	/**
	 * Name a mock whose reply would end in a bare NullPointerException.
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
	 * Find what is left of several locks when some of them are held.
	 * @param lease the lease of those
	 * @return the others, or {@code null} if there are none
	 */
	@Nullable LockRequest remaining(Lease lease) {
		List<String> names = this.mutex.names();
		if (names.size() == 1) {
			return null;
		}
		List<String> left = new ArrayList<>(names);
		left.removeAll(lease.names());
		return left.isEmpty() ? null : new LockRequest(this.redsync, this.redsync.newMutex(left, this.mutex.options()));
	}

}

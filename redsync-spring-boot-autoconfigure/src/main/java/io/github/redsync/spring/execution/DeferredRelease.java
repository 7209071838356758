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

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redsync.spring.scope.SharedLease;

/**
 * Release of all leases of a completed transaction. The thread still occupies the
 * connection of the transaction, so the wait for nodes that do not reply is limited.
 */
final class DeferredRelease {

	/** Longer than a release takes on nodes that reply, even over a long distance. */
	private static final long MAX_WAIT_MILLIS = 250;

	private DeferredRelease() {
	}

	/**
	 * Leave all leases concurrently. Wait until they are released, at most 250 ms in all,
	 * so that the caller finds the locks free. Releases that take longer continue in the
	 * background.
	 * @param leases the leases
	 */
	static void leave(Collection<SharedLease> leases) {
		await(CompletableFuture.allOf(leases.stream().map(SharedLease::leaveAsync).toArray(CompletableFuture[]::new)),
				MAX_WAIT_MILLIS);
	}

	/**
	 * Wait for releases. An interrupt does not end the wait, and the flag is kept.
	 * @param releases a future of all releases
	 * @param maxWaitMillis the maximum wait
	 */
	static void await(CompletableFuture<?> releases, long maxWaitMillis) {
		long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxWaitMillis);
		boolean interrupted = false;
		boolean waiting = true;
		while (waiting) {
			try {
				releases.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
				waiting = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (ExecutionException | TimeoutException ex) {
				// The lease logs the failure of a release
				waiting = false;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}

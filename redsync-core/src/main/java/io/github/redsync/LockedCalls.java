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

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Calls work while a mutex is locked. Whoever calls is told of a lease that was lost
 * meanwhile: by an exception if the work has returned normally, else by one that is
 * suppressed in that of the work.
 */
final class LockedCalls {

	private LockedCalls() {
	}

	static <T extends @Nullable Object, E extends Exception> T call(Mutex mutex, LockedCall<T, E> body) throws E {
		try (Lease lease = mutex.lock()) {
			return call(lease, body);
		}
	}

	static <T, E extends Exception> Optional<T> tryCall(Mutex mutex, LockedCall<? extends @Nullable T, E> body)
			throws E {
		Lease acquired;
		try {
			acquired = mutex.lock();
		}
		catch (LockTakenException ex) {
			return Optional.empty();
		}
		try (Lease lease = acquired) {
			return Optional.ofNullable(call(lease, body));
		}
	}

	private static <T extends @Nullable Object, E extends Exception> T call(Lease lease, LockedCall<T, E> body)
			throws E {
		T result;
		try {
			result = body.call(lease);
		}
		catch (Throwable ex) {
			suppressLoss(lease, ex);
			throw ex;
		}
		ensureNotLost(lease);
		return result;
	}

	static void suppressLoss(Lease lease, Throwable failure) {
		try {
			ensureNotLost(lease);
		}
		catch (LeaseLostException loss) {
			failure.addSuppressed(loss);
		}
	}

	/**
	 * Do nothing if the lock is held. Work that has run under a lease that is over, for
	 * whatever reason, was not protected to its end.
	 */
	static void ensureNotLost(Lease lease) {
		try {
			lease.ensureHeld();
		}
		catch (LeaseExpiredException ex) {
			throw lost(ex);
		}
	}

	static LeaseLostException lost(LeaseExpiredException ex) {
		return new LeaseLostException(String.valueOf(ex.getMessage()), ex.nodes(), ex);
	}

}

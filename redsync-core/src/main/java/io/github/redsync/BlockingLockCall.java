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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls work while a mutex is locked. Whoever calls is told of a lease that was lost
 * meanwhile: by an exception if the work has returned normally, else by one that is
 * suppressed in that of the work.
 */
final class BlockingLockCall {

	private static final Logger logger = LoggerFactory.getLogger(BlockingLockCall.class);

	private BlockingLockCall() {
	}

	static <T extends @Nullable Object, E extends Exception> T call(Mutex mutex, LockCallback<T, E> body) throws E {
		return call(mutex.lock(), body);
	}

	static <T, E extends Exception> Optional<T> tryCall(Mutex mutex, LockCallback<? extends @Nullable T, E> body)
			throws E {
		Lease acquired;
		try {
			acquired = mutex.lock();
		}
		catch (LockTakenException ex) {
			return Optional.empty();
		}
		return Optional.ofNullable(call(acquired, body));
	}

	private static <T extends @Nullable Object, E extends Exception> T call(Lease lease, LockCallback<T, E> body)
			throws E {
		T result;
		try {
			result = body.call(lease);
		}
		catch (Throwable ex) {
			suppressLoss(lease, ex);
			lease.close();
			throw ex;
		}
		release(lease);
		return result;
	}

	/**
	 * Release the lock after work that has ended normally. Only the release may show that
	 * the lock was lost before.
	 * @throws LeaseLostException if the lock was lost
	 */
	static void release(Lease lease) {
		ensureNotLost(lease);
		try {
			lease.unlock();
		}
		catch (LeaseNotHeldException ex) {
			throw lost(ex);
		}
		catch (UnlockFailedException ex) {
			// The work was protected to its end; others wait until the lock has expired
			logger.warn("{}", ex.getMessage());
		}
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
		catch (LeaseNotHeldException ex) {
			throw lost(ex);
		}
	}

	static LeaseLostException lost(LeaseNotHeldException ex) {
		return (ex instanceof LeaseLostException lost) ? lost
				: new LeaseLostException(String.valueOf(ex.getMessage()), ex.nodes(), ex);
	}

}

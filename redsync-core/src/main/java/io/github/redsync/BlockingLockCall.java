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
 * Calls work while a lock is held. If the lease was lost in the meantime, the call throws
 * a {@link LeaseLostException}; if the work has thrown, the loss is suppressed in its
 * exception.
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
	 * Release the lock after work that has ended normally.
	 * @throws LeaseLostException if the lock was lost before, which may not be known
	 * until the release
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
			// The work was protected until its end, so this does not fail the call
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
	 * Throw an exception if the lease has ended. The work was then not protected until
	 * its end, even if it has released the lease itself.
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

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
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Holds the lock until the method has returned or, in a transaction, until that has
 * completed.
 */
final class BlockingLockExecution implements LockExecution {

	@Override
	public @Nullable Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals)
			throws Throwable {
		Lease held = TransactionLeases.find(request.mutex().name());
		if (held != null) {
			return proceed(invocation, held);
		}
		Lease lease;
		try {
			lease = request.mutex().lock();
		}
		catch (LockInterruptedException ex) {
			// Nobody refused the lock: the caller gave up
			throw ex;
		}
		catch (LockNotAcquiredException ex) {
			return refusals.refused(invocation, ex);
		}
		if (TransactionLeases.releaseOnCompletion(lease)) {
			return proceed(invocation, lease);
		}
		try (lease) {
			return proceed(invocation, lease);
		}
	}

	private @Nullable Object proceed(MethodInvocation invocation, Lease lease) throws Throwable {
		Object result = invocation.proceed();
		lease.ensureHeld();
		return result;
	}

}

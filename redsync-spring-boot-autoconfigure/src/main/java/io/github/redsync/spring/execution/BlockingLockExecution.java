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

import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.RedsyncException;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Execution that holds the lock until the method has returned or, in a transaction, until
 * the transaction has completed.
 */
final class BlockingLockExecution implements LockExecution {

	private final LossPolicy losses;

	private final StaleEntityCheck staleEntities = new StaleEntityCheck();

	BlockingLockExecution(LossPolicy losses) {
		this.losses = losses;
	}

	@Override
	public @Nullable Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals)
			throws Throwable {
		LockScope path = LockContextHolder.current();
		SharedLease lease = LeaseSharing.find(request, path, this.losses);
		if (lease == null) {
			lease = TransactionLeases.find(request, this.losses);
		}
		MethodInvocation call = invocation;
		if (lease != null) {
			call = RemainingLocksInvocation.of(invocation, this, request, refusals, lease);
		}
		else {
			try {
				lease = new SharedLease(request.redsync(), request.lock());
			}
			catch (LockInterruptedException ex) {
				// The caller stopped waiting; the lock was not refused
				throw ex;
			}
			catch (LockNotAcquiredException ex) {
				return refusals.handle(invocation, ex);
			}
			this.staleEntities.check(invocation);
		}
		TransactionLeases.hold(lease, this.losses);
		Object result;
		try {
			result = call(call, lease, path);
		}
		catch (Throwable failure) {
			this.losses.suppressReleaseLoss(failure, lease.leave());
			throw failure;
		}
		RedsyncException loss = this.losses.outcomeFor(lease.leave());
		if (loss != null) {
			throw loss;
		}
		return result;
	}

	private @Nullable Object call(MethodInvocation invocation, SharedLease lease, @Nullable LockScope path)
			throws Throwable {
		LossInterrupter interrupter = (this.losses.onLost() == OnLost.INTERRUPT) ? LossInterrupter.start(lease, path)
				: null;
		LockScope lock = LockScope.inside(path, lease, this.losses.endsCall(),
				(interrupter != null) ? Thread.currentThread() : null);
		Object result;
		try (LockContextHolder.Scope scope = LockContextHolder.enter(lock)) {
			result = invocation.proceed();
			LateResult.holdUntilComplete(result, invocation, lease);
		}
		catch (Throwable failure) {
			stop(interrupter);
			throw outcome(failure, lease);
		}
		stop(interrupter);
		RedsyncException loss = this.losses.outcomeFor(lease);
		if (loss != null) {
			throw loss;
		}
		return result;
	}

	private static void stop(@Nullable LossInterrupter interrupter) {
		if (interrupter != null) {
			interrupter.stop();
		}
	}

	private Throwable outcome(Throwable failure, SharedLease lease) {
		if (this.losses.onLost() == OnLost.INTERRUPT && LossInterrupter.isInterruption(failure)) {
			RedsyncException loss = this.losses.outcomeFor(lease);
			if (loss != null) {
				loss.addSuppressed(failure);
				return loss;
			}
		}
		this.losses.suppressLoss(failure, lease);
		return failure;
	}

}

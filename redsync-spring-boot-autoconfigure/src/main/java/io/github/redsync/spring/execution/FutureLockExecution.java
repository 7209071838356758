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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.redsync.RedsyncException;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Execution that holds the lock until the future that the method returns is complete. No
 * thread is blocked. The method is called on a thread of the executor when the lock is
 * acquired. If the call path already holds the lock, it is called on the calling thread,
 * unless too many such calls are nested there.
 */
final class FutureLockExecution implements LockExecution {

	private final LossPolicy losses;

	private final Executor executor;

	FutureLockExecution(LossPolicy losses, Executor executor) {
		this.losses = losses;
		this.executor = executor;
	}

	@Override
	public Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals) {
		LockScope path = LockContextHolder.current();
		SharedLease joined;
		try {
			joined = LeaseSharing.find(request, path, this.losses);
			if (joined == null) {
				joined = TransactionLeases.find(request, this.losses);
			}
		}
		catch (RedsyncException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		Executor context = DecoratedExecutor.capture(this.executor);
		if (joined != null) {
			boolean nested = !LockContextHolder.isDeep();
			if (nested) {
				// The method is called on this thread, inside of its transaction
				TransactionLeases.hold(joined, this.losses);
			}
			MethodInvocation call = RemainingLocksInvocation.of(nested ? invocation : detach(invocation), this, request,
					refusals, joined);
			LockedFuture future = new LockedFuture(call, path, this.losses, context);
			return nested ? future.call(joined) : future.callLater(joined);
		}
		return new LockedFuture(detach(invocation), path, this.losses, context).acquire(request, refusals);
	}

	/**
	 * Return a call that can proceed after the interceptors around it have returned.
	 */
	static MethodInvocation detach(MethodInvocation invocation) {
		return (invocation instanceof ProxyMethodInvocation proxied) ? proxied.invocableClone() : invocation;
	}

}

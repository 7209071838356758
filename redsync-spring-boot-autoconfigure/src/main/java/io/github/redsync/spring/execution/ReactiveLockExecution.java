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

import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.ReactiveLockContextHolder;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.ReactiveAdapter;

/**
 * Execution that holds the lock from the subscription to the publisher that the method
 * returns until that publisher completes or is cancelled. Each subscription calls the
 * method again, under a lock of its own.
 */
final class ReactiveLockExecution implements LockExecution {

	private final LossPolicy losses;

	private final boolean multiValue;

	private final @Nullable ReactiveAdapter adapter;

	/**
	 * Create an execution.
	 * @param losses the policy for the loss of the lock
	 * @param multiValue whether the method returns more than one value
	 * @param adapter the adapter of the return type, or {@code null} if that is a
	 * publisher
	 */
	ReactiveLockExecution(LossPolicy losses, boolean multiValue, @Nullable ReactiveAdapter adapter) {
		this.losses = losses;
		this.multiValue = multiValue;
		this.adapter = adapter;
	}

	@Override
	public Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals) {
		MethodInvocation template = FutureLockExecution.detach(invocation);
		LockScope caller = LockContextHolder.current();
		Publisher<?> publisher = this.multiValue
				? Flux.deferContextual(
						(context) -> subscription(template, request, refusals, path(context, caller)).flux())
				: Mono.deferContextual(
						(context) -> subscription(template, request, refusals, path(context, caller)).mono());
		return (this.adapter != null) ? this.adapter.fromPublisher(publisher) : publisher;
	}

	private LockedSubscription subscription(MethodInvocation template, LockRequest request, RefusalPolicy refusals,
			@Nullable LockScope path) {
		MethodInvocation invocation = FutureLockExecution.detach(template);
		SharedLease joined = LeaseSharing.find(request, path, this.losses);
		MethodInvocation call = (joined != null)
				? RemainingLocksInvocation.of(invocation, this, request, refusals, joined) : invocation;
		return new LockedSubscription(call, joined, request, refusals, path, this.losses, this.adapter);
	}

	/**
	 * Find the call path of a subscription: that of the surrounding chain; if there is
	 * none, that of the subscribing thread, for a method that blocks for the result;
	 * otherwise that of the call that returned the publisher.
	 */
	private static @Nullable LockScope path(ContextView context, @Nullable LockScope caller) {
		LockScope chain = ReactiveLockContextHolder.find(context);
		if (chain != null) {
			return chain;
		}
		LockScope thread = LockContextHolder.current();
		return (thread != null) ? thread : caller;
	}

}

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
 * Holds the lock from the subscription to the publisher that the method returns until
 * that is completed or cancelled. Each subscription calls the method anew, under a lock
 * of its own.
 */
final class ReactiveLockExecution implements LockExecution {

	private final LossPolicy losses;

	private final boolean many;

	private final @Nullable ReactiveAdapter adapter;

	/**
	 * Create an execution.
	 * @param losses what the loss of the lock means
	 * @param many whether the method gives more than one value
	 * @param adapter converts what the method returns, or {@code null} if that is a
	 * publisher
	 */
	ReactiveLockExecution(LossPolicy losses, boolean many, @Nullable ReactiveAdapter adapter) {
		this.losses = losses;
		this.many = many;
		this.adapter = adapter;
	}

	@Override
	public Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals) {
		MethodInvocation template = FutureLockExecution.detach(invocation);
		LockScope caller = LockContextHolder.current();
		Publisher<?> publisher = this.many
				? Flux.deferContextual(
						(context) -> subscription(template, request, refusals, path(context, caller)).many())
				: Mono.deferContextual(
						(context) -> subscription(template, request, refusals, path(context, caller)).one());
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
	 * Find the call path of a subscription: that of the chain it is made in; else of the
	 * thread that subscribes, as where a blocking method blocks for the result; else of
	 * the call that made the publisher.
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

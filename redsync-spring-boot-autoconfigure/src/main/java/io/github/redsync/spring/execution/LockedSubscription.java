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
import java.util.function.Supplier;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.RedsyncException;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import io.github.redsync.spring.scope.ReactiveLockContextHolder;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ReactiveAdapter;

/**
 * One subscription to the result of a method, with its lock. This object itself is the
 * resource of the reactive chain. It exists before anything is acquired, so it is
 * notified exactly once of the end of the chain, at any stage, and can release the lock
 * or cancel its acquisition.
 */
final class LockedSubscription {

	private final MethodInvocation invocation;

	private final @Nullable SharedLease joined;

	private final LockRequest request;

	private final RefusalPolicy refusals;

	private final @Nullable LockScope path;

	private final LossPolicy losses;

	private final @Nullable ReactiveAdapter adapter;

	private volatile @Nullable CompletableFuture<Lease> acquisition;

	private volatile @Nullable CompletableFuture<SharedLease> lease;

	private volatile @Nullable RedsyncException lossAtRelease;

	private volatile boolean called;

	/**
	 * Create a subscription.
	 * @param invocation the call
	 * @param joined the lease that it has joined, or {@code null} to acquire one
	 * @param request the lock
	 * @param refusals the policy for a lock that is not acquired
	 * @param path the locks around it
	 * @param losses the policy for the loss of the lock
	 * @param adapter the adapter of the return type, or {@code null} if that is a
	 * publisher
	 */
	LockedSubscription(MethodInvocation invocation, @Nullable SharedLease joined, LockRequest request,
			RefusalPolicy refusals, @Nullable LockScope path, LossPolicy losses, @Nullable ReactiveAdapter adapter) {
		this.invocation = invocation;
		this.joined = joined;
		this.lease = (joined != null) ? CompletableFuture.completedFuture(joined) : null;
		this.request = request;
		this.refusals = refusals;
		this.path = path;
		this.losses = losses;
		this.adapter = adapter;
	}

	Mono<Object> mono() {
		// Mono.from(...) would cancel the method's publisher at its value
		return Mono
			.usingWhen(Mono.just(this), (subscription) -> subscription.values().singleOrEmpty(),
					LockedSubscription::complete, LockedSubscription::fail, LockedSubscription::cancel)
			.onErrorMap(this::unwrap);
	}

	Flux<Object> flux() {
		return Flux
			.usingWhen(Mono.just(this), LockedSubscription::values, LockedSubscription::complete,
					LockedSubscription::fail, LockedSubscription::cancel)
			.onErrorMap(this::unwrap);
	}

	private Flux<Object> values() {
		return joinOrAcquire().flatMapMany(Supplier::get);
	}

	/**
	 * Join or acquire the lock.
	 * @return a supplier that calls the method, or applies the refusal policy, on a
	 * Reactor thread, where a blocking call is detected
	 */
	private Mono<Supplier<Publisher<Object>>> joinOrAcquire() {
		SharedLease joined = this.joined;
		if (joined != null) {
			Mono<Supplier<Publisher<Object>>> call = Mono.just(() -> call(joined));
			return LockContextHolder.isDeep() ? call.publishOn(Schedulers.parallel()) : call;
		}
		CompletableFuture<Lease> acquisition = this.request.lockAsync();
		this.acquisition = acquisition;
		CompletableFuture<SharedLease> lease = new CompletableFuture<>();
		this.lease = lease;
		acquisition.whenComplete((acquired, failure) -> {
			if (acquired != null) {
				lease.complete(new SharedLease(this.request.redsync(), acquired));
			}
			else {
				lease.completeExceptionally(failure);
			}
		});
		return Mono.fromFuture(lease, true)
			.publishOn(Schedulers.parallel())
			.<Supplier<Publisher<Object>>>map((shared) -> () -> call(shared))
			.onErrorResume(LockNotAcquiredException.class, (refusal) -> Mono.just(() -> refuse(refusal)));
	}

	private Publisher<Object> call(SharedLease lease) {
		this.called = true;
		LockScope lock = LockScope.inside(this.path, lease, this.losses.endsCall(), null);
		Publisher<Object> published;
		try (LockContextHolder.Scope scope = LockContextHolder.enter(lock)) {
			Object result = this.invocation.proceed();
			if (result == null && this.adapter != null) {
				return Mono.error(LateResult.nullFailure(this.invocation.getMethod()));
			}
			published = publisher(result);
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
		Flux<Object> body = Flux.<Object>from((subscriber) -> {
			try (LockContextHolder.Scope scope = LockContextHolder.enter(lock)) {
				published.subscribe(subscriber);
			}
		}).contextWrite((context) -> ReactiveLockContextHolder.with(context, lock));
		return this.losses.endsCall() ? body.takeUntilOther(lost(lease)).concatWith(loss(lease)) : body;
	}

	/**
	 * Signal the loss of the lease by a value. An error would not cancel the chain.
	 */
	private static Mono<?> lost(SharedLease lease) {
		return Mono.fromFuture(lease::onLost).publishOn(Schedulers.parallel());
	}

	private <T> Mono<T> loss(SharedLease lease) {
		return Mono.defer(() -> {
			RedsyncException loss = this.losses.outcomeFor(lease);
			return (loss != null) ? Mono.error(loss) : Mono.empty();
		});
	}

	private Publisher<Object> refuse(LockNotAcquiredException refusal) {
		if (refusal instanceof LockInterruptedException) {
			return Mono.error(refusal);
		}
		try {
			return publisher(this.refusals.handle(this.invocation, refusal));
		}
		catch (Throwable ex) {
			return Mono.error(ex);
		}
	}

	private Publisher<Object> publisher(@Nullable Object result) {
		if (result instanceof Publisher<?> publisher) {
			return Flux.from(publisher);
		}
		return (this.adapter != null && result != null) ? this.adapter.toPublisher(result) : Mono.justOrEmpty(result);
	}

	private Mono<Void> complete() {
		return release().flatMap((shown) -> {
			RedsyncException loss = this.losses.outcomeFor(shown);
			this.lossAtRelease = loss;
			return (loss != null) ? Mono.error(loss) : Mono.empty();
		});
	}

	/**
	 * Unwrap the loss, which Reactor wraps if it is found at the end of the chain.
	 */
	private Throwable unwrap(Throwable failure) {
		RedsyncException loss = this.lossAtRelease;
		return (loss != null) ? loss : failure;
	}

	private Mono<Void> fail(Throwable failure) {
		SharedLease held = held();
		if (held != null) {
			this.losses.suppressLoss(failure, held);
		}
		return release().doOnNext((shown) -> this.losses.suppressReleaseLoss(failure, shown)).then();
	}

	private Mono<Void> cancel() {
		return release().then();
	}

	private @Nullable SharedLease held() {
		CompletableFuture<SharedLease> lease = this.lease;
		return (lease != null && lease.isDone() && !lease.isCompletedExceptionally()) ? lease.join() : null;
	}

	/**
	 * Cancel the acquisition, and release the lease if there is one.
	 * @return the loss, if only the release has shown it
	 */
	private Mono<LeaseLostException> release() {
		CompletableFuture<Lease> acquisition = this.acquisition;
		if (acquisition != null) {
			acquisition.cancel(false);
		}
		CompletableFuture<SharedLease> lease = this.lease;
		if (lease == null) {
			return Mono.empty();
		}
		return Mono.fromFuture(
				lease.handle((held, failure) -> held)
					.thenCompose((held) -> (held != null) ? leave(held) : CompletableFuture.completedFuture(null)),
				true);
	}

	/**
	 * Leave the lease. If the chain is cancelled between the acquisition and the call, no
	 * work was done under the lock, so it is discarded.
	 */
	private CompletableFuture<@Nullable LeaseLostException> leave(SharedLease held) {
		if (this.called) {
			return held.leaveAsync();
		}
		held.discard();
		return CompletableFuture.completedFuture(null);
	}

}

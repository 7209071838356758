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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.OnLost;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.ReactiveAdapterRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReactiveLockExecution} and {@link LockedSubscription}.
 */
class ReactiveLockExecutionTests {

	private final MemoryLocks locks = new MemoryLocks(Reports.class, Generic.class);

	private final Reports reports = this.locks.bean(Reports.class);

	@AfterEach
	void tearDown() {
		this.locks.close();
	}

	@Test
	void nothingHappensBeforeSubscription() {
		this.reports.write();
		this.reports.pages();
		assertThat(this.reports.calls()).isZero();
		assertThat(this.locks.keys()).isEmpty();
	}

	@Test
	void lockOfMonoIsHeldUntilItIsComplete() {
		AtomicInteger nodes = new AtomicInteger();
		StepVerifier.create(this.reports.write().doOnSuccess((value) -> nodes.set(this.locks.nodes.countOf("report"))))
			.then(() -> this.locks.awaitKeys(Set.of("report")))
			.then(() -> this.reports.sink().tryEmitValue("written"))
			.expectNext("written")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		assertThat(nodes).hasValueLessThan(2);
		this.locks.awaitNoKeys();
	}

	@Test
	void lockOfFluxIsHeldUntilItIsComplete() {
		Sinks.Many<String> sink = this.reports.many();
		StepVerifier.create(this.reports.pages())
			.then(() -> this.locks.awaitKeys(Set.of("pages")))
			.then(() -> sink.tryEmitNext("1"))
			.expectNext("1")
			.then(() -> assertThat(this.locks.keys()).containsOnly("pages"))
			.then(() -> sink.tryEmitNext("2"))
			.then(sink::tryEmitComplete)
			.expectNext("2")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
	}

	@Test
	void demandOfSubscriberReachesFlux() {
		StepVerifier.create(this.reports.numbers(), 0)
			.thenRequest(2)
			.expectNext(0, 1)
			.thenRequest(1)
			.expectNext(2)
			.thenCancel()
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
	}

	@Test
	void lockIsReleasedAfterEmptyMono() {
		StepVerifier.create(this.reports.nothing()).expectComplete().verify(MemoryLocks.LIMIT);
		StepVerifier.create(this.reports.none())
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("returned null in place of a Mono"))
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
	}

	@Test
	void cancelBetweenGrantAndCallIgnoresMinHold() {
		CountDownLatch busy = new CountDownLatch(1);
		// The holder of the lock is called on one of these threads
		for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
			Schedulers.parallel().schedule(() -> awaitQuietly(busy));
		}
		Disposable subscription = this.reports.rest().subscribe();
		this.locks.awaitKeys(Set.of("rest"));
		subscription.dispose();
		busy.countDown();
		this.locks.awaitNoKeys();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void errorPassesUnchanged() {
		IOException failure = new IOException("failed");
		StepVerifier.create(this.reports.fail(failure))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
		assertThat(failure.getSuppressed()).isEmpty();
	}

	@Test
	void exceptionOfMethodIsSignalled() {
		StepVerifier.create(this.reports.failAtOnce())
			.expectError(UnsupportedOperationException.class)
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
	}

	@Test
	void eachSubscriptionHasItsOwnLock() {
		Mono<String> write = this.reports.write();
		Lease first = subscribeAndAwait(write);
		List<String> second = new CopyOnWriteArrayList<>();
		write.subscribe(second::add);
		assertThat(this.reports.calls()).isOne();
		this.reports.sink().tryEmitValue("written");
		// The sink replays
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> !second.isEmpty());
		assertThat(this.reports.calls()).isEqualTo(2);
		assertThat(this.reports.leases()).doesNotHaveDuplicates();
		assertThat(first.isValid()).isFalse();
		this.locks.awaitNoKeys();
	}

	@Test
	void refusalIsSignalledAsError() {
		this.locks.take("report");
		StepVerifier.create(this.reports.writeAtOnce()).expectError(LockTakenException.class).verify(MemoryLocks.LIMIT);
		assertThat(this.reports.calls()).isZero();
	}

	@Test
	void cancelDuringWaitCancelsAcquisition() {
		Lease other = this.locks.take("report");
		Disposable subscription = this.reports.write().subscribe();
		subscription.dispose();
		assertThat(this.locks.outcomes).containsExactly(AcquireOutcome.ACQUIRED, AcquireOutcome.CANCELLED);
		other.close();
		this.locks.awaitNoKeys();
		StepVerifier.create(this.reports.nothing()).expectComplete().verify(MemoryLocks.LIMIT);
		assertThat(this.reports.calls()).isOne();
	}

	@Test
	void cancelDuringCallReleasesLock() {
		Disposable subscription = this.reports.write().subscribe();
		awaitLease(1);
		subscription.dispose();
		this.locks.awaitNoKeys();
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> this.reports.sink().currentSubscriberCount() == 0);
	}

	@Test
	void cancelAtAnyMomentLeavesNoKey() {
		for (int i = 0; i < 200; i++) {
			Disposable subscription = this.reports.writeFor(i % 5).subscribe();
			if (i % 2 == 0) {
				Thread.yield();
			}
			subscription.dispose();
		}
		this.locks.awaitNoKeys();
	}

	@Test
	void takingFirstValueReleasesLock() {
		assertThat(this.reports.numbers().blockFirst(MemoryLocks.LIMIT)).isZero();
		this.locks.awaitNoKeys();
	}

	@Test
	void lossCancelsChainAndEndsIt() {
		AtomicReference<Throwable> error = new AtomicReference<>();
		this.reports.write().subscribe((value) -> {
		}, error::set);
		this.locks.lose(awaitLease(1));
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> error.get() != null);
		assertThat(error.get()).isInstanceOf(LeaseLostException.class).hasMessageContaining("'report'");
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> this.reports.sink().currentSubscriberCount() == 0);
	}

	@Test
	void lossBeforeCompletionEndsChainWithValue() {
		StepVerifier.create(this.reports.loseAndWrite(this.locks))
			.expectError(LeaseLostException.class)
			.verify(MemoryLocks.LIMIT);
	}

	@Test
	void lossThatOnlyReleaseShowsEndsChain() {
		StepVerifier.create(this.reports.write())
			.then(() -> this.locks.evict("report"))
			.then(() -> this.reports.sink().tryEmitValue("written"))
			.expectErrorSatisfies((loss) -> assertThat(loss).isInstanceOf(LeaseLostException.class)
				.hasMessageContaining("its release has shown"))
			.verify(MemoryLocks.LIMIT);
		StepVerifier.create(this.reports.pages())
			.then(() -> this.locks.evict("pages"))
			.then(() -> this.reports.many().tryEmitNext("1"))
			.expectNext("1")
			.then(() -> this.reports.many().tryEmitComplete())
			.expectError(LeaseLostException.class)
			.verify(MemoryLocks.LIMIT);
		IOException failure = new IOException("failed");
		StepVerifier.create(this.reports.failLater(failure, this.locks))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(MemoryLocks.LIMIT);
		assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class);
	}

	@Test
	void lossIsIgnoredIfAskedFor() {
		StepVerifier.create(this.reports.loseAndWriteWhatever(this.locks))
			.expectNext("written")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
	}

	@Test
	void lockContextIsVisibleInChain() {
		StepVerifier.create(this.reports.nameOfLock()).expectNext("report").expectComplete().verify(MemoryLocks.LIMIT);
		StepVerifier.create(LockContext.currentReactive())
			.expectError(IllegalStateException.class)
			.verify(MemoryLocks.LIMIT);
	}

	@Test
	void lockContextIsVisibleInMethodAndSubscription() {
		StepVerifier.create(this.reports.nameOfLockAtSubscription())
			.expectNext("report, report")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		assertThat(LockContext.find()).isEmpty();
	}

	@Test
	void nestedCallJoins() {
		StepVerifier.create(this.reports.writeTwice(this.reports))
			.expectNext("writtenwritten")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		assertThat(this.reports.leases()).hasSize(2).allMatch((lease) -> lease == this.reports.leases().get(0));
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallThatOutlivesOuterCallKeepsLock() {
		StepVerifier.create(this.reports.startAnother(this.reports)).expectComplete().verify(MemoryLocks.LIMIT);
		this.locks.awaitKeys(Set.of("report"));
		this.reports.sink().tryEmitValue("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void blockingOnInnerPublisherDoesNotDeadlock() {
		this.reports.sink().tryEmitValue("written");
		assertThat(this.reports.block(this.reports)).isEqualTo("written");
		assertThat(this.reports.blockElsewhere(this.reports)).isEqualTo("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void publisherSubscribedAfterCallAcquiresLock() {
		Mono<String> kept = this.reports.keep(this.reports);
		this.locks.awaitNoKeys();
		Lease lease = subscribeAndAwait(kept);
		assertThat(lease.isValid()).isTrue();
		this.reports.sink().tryEmitValue("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void policyHandlesRefusal() {
		this.locks.take("report");
		LockRequest request = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex("report", (options) -> options.tries(1)));
		ReactiveLockExecution one = new ReactiveLockExecution(new LossPolicy(OnLost.THROW), false,
				ReactiveAdapterRegistry.getSharedInstance().getAdapter(Mono.class));
		StepVerifier
			.create((Mono<?>) one.execute(Invocation.none(), request, (invocation, refusal) -> Mono.just("fallback")))
			.expectNextMatches("fallback"::equals)
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		ReactiveLockExecution many = new ReactiveLockExecution(new LossPolicy(OnLost.THROW), true, null);
		StepVerifier.create((Flux<?>) many.execute(Invocation.none(), request, (invocation, refusal) -> null))
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		StepVerifier.create((Flux<?>) many.execute(Invocation.none(), request, (invocation, refusal) -> {
			throw new IOException("no fallback");
		})).expectError(IOException.class).verify(MemoryLocks.LIMIT);
	}

	@Test
	void refusalOfInnerLockIsNotHandledByOuterPolicy() {
		Lease other = this.locks.take("report");
		StepVerifier.create(this.reports.other(this.reports))
			.expectError(LockTakenException.class)
			.verify(MemoryLocks.LIMIT);
		other.close();
		this.locks.awaitNoKeys();
	}

	@Test
	void otherReactiveTypesAreLocked() {
		assertThat(this.reports.single().blockingGet()).isEqualTo("single");
		assertThat(this.reports.flowable().toList().blockingGet()).containsExactly(1, 2);
		this.reports.completable().blockingAwait();
		StepVerifier.create(JdkFlowAdapter.flowPublisherToFlux(this.reports.flow()))
			.expectNext("flow")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		StepVerifier.create(this.locks.bean(Generic.class).call())
			.expectNext("generic")
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		assertThat(this.reports.leases()).extracting(Lease::name)
			.containsExactly("single", "flowable", "completable", "flow");
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallForSeveralLocksAcquiresRemainingOnes() {
		LockRequest one = new LockRequest(this.locks.redsync, this.locks.redsync.newMutex("report"));
		LockRequest several = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex(List.of("report", "second")));
		ReactiveLockExecution execution = new ReactiveLockExecution(new LossPolicy(OnLost.THROW), false, null);
		Invocation inner = new Invocation(() -> LockContext.currentReactive().map(Lease::name));
		Invocation outer = new Invocation(() -> execution.execute(inner, several, RefusalPolicy.THROW));
		StepVerifier.create((Mono<?>) execution.execute(outer, one, RefusalPolicy.THROW))
			.expectNextMatches("second"::equals)
			.expectComplete()
			.verify(MemoryLocks.LIMIT);
		this.locks.awaitNoKeys();
	}

	@Test
	void failureToNameLockIsThrownImmediately() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.reports.writeFor(null));
	}

	private Lease subscribeAndAwait(Mono<String> mono) {
		int before = this.reports.leases().size();
		mono.subscribe();
		return awaitLease(before + 1);
	}

	private Lease awaitLease(int count) {
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> this.reports.leases().size() == count);
		return this.reports.leases().get(count - 1);
	}

	static class Reports {

		private final Sinks.One<String> sink = Sinks.one();

		private final Sinks.Many<String> many = Sinks.many().unicast().onBackpressureBuffer();

		private final AtomicInteger calls = new AtomicInteger();

		private final List<Lease> leases = new CopyOnWriteArrayList<>();

		Sinks.One<String> sink() {
			return this.sink;
		}

		Sinks.Many<String> many() {
			return this.many;
		}

		int calls() {
			return this.calls.get();
		}

		List<Lease> leases() {
			return new ArrayList<>(this.leases);
		}

		private void called(String name) {
			LockContext.assertHeld(name);
			assertThat(Schedulers.isInNonBlockingThread() || name.equals("report")).isTrue();
			this.calls.incrementAndGet();
			this.leases.add(LockContext.current());
		}

		@DistributedLock("report")
		Mono<String> write() {
			called("report");
			return this.sink.asMono();
		}

		@DistributedLock(name = "report", waitTime = "0s")
		Mono<String> writeAtOnce() {
			return write();
		}

		@DistributedLock("report:#{#number}")
		Mono<String> writeFor(Integer number) {
			return Mono.never();
		}

		@DistributedLock(name = "rest", expiry = "60s", minHold = "60s")
		Mono<String> rest() {
			called("rest");
			return Mono.never();
		}

		@DistributedLock("report")
		Mono<String> nothing() {
			called("report");
			return Mono.empty();
		}

		@DistributedLock("report")
		Mono<String> none() {
			return null;
		}

		@DistributedLock("report")
		Mono<String> fail(Exception failure) {
			return Mono.error(failure);
		}

		@DistributedLock("report")
		Mono<String> failLater(Exception failure, MemoryLocks locks) {
			return Mono.<String>error(failure)
				.delaySubscription(
						Mono.fromRunnable(() -> locks.evict("report")).subscribeOn(Schedulers.boundedElastic()));
		}

		@DistributedLock("report")
		Mono<String> failAtOnce() {
			throw new UnsupportedOperationException();
		}

		@DistributedLock("report")
		Mono<String> loseAndWrite(MemoryLocks locks) {
			return LockContext.currentReactive().publishOn(Schedulers.boundedElastic()).map((lease) -> {
				locks.lose(lease);
				return "written";
			});
		}

		@DistributedLock(name = "report", onLost = OnLost.IGNORE)
		Mono<String> loseAndWriteWhatever(MemoryLocks locks) {
			return loseAndWrite(locks);
		}

		@DistributedLock("report")
		Mono<String> nameOfLock() {
			return Mono.delay(Duration.ofMillis(1)).then(LockContext.currentReactive()).map(Lease::name);
		}

		@DistributedLock("report")
		Mono<String> nameOfLockAtSubscription() {
			String name = LockContext.current().name();
			return Mono.fromCallable(() -> name + ", " + LockContext.current().name());
		}

		@DistributedLock("report")
		Mono<String> writeTwice(Reports self) {
			called("report");
			return Mono.delay(Duration.ofMillis(1))
				.then(Mono.defer(self::writeInside))
				.map((written) -> written + "written");
		}

		@DistributedLock("report")
		Mono<String> writeInside() {
			called("report");
			return Mono.just("written");
		}

		@DistributedLock("report")
		Mono<Void> startAnother(Reports self) {
			return Mono.deferContextual((context) -> {
				self.write().contextWrite(context).subscribe();
				return Mono.empty();
			});
		}

		@DistributedLock("report")
		String block(Reports self) {
			return self.write().block(MemoryLocks.LIMIT);
		}

		@DistributedLock("report")
		String blockElsewhere(Reports self) {
			return self.write().subscribeOn(Schedulers.boundedElastic()).block(MemoryLocks.LIMIT);
		}

		@DistributedLock("report-keeper")
		Mono<String> other(Reports self) {
			return self.writeAtOnce();
		}

		@DistributedLock("pages")
		Flux<String> pages() {
			called("pages");
			return this.many.asFlux();
		}

		@DistributedLock("numbers")
		Flux<Integer> numbers() {
			called("numbers");
			return Flux.range(0, 1000);
		}

		@DistributedLock("single")
		Single<String> single() {
			called("single");
			return Single.just("single");
		}

		@DistributedLock("flowable")
		Flowable<Integer> flowable() {
			called("flowable");
			return Flowable.just(1, 2);
		}

		@DistributedLock("completable")
		Completable completable() {
			called("completable");
			return Completable.complete();
		}

		@DistributedLock("flow")
		Flow.Publisher<String> flow() {
			called("flow");
			return JdkFlowAdapter.publisherToFlowPublisher(Flux.just("flow"));
		}

		@DistributedLock("report-keeper")
		List<Mono<String>> kept(Reports self) {
			return List.of(self.write());
		}

		Mono<String> keep(Reports self) {
			return self.kept(self).get(0);
		}

	}

	abstract static class Base<T> implements Callable<T> {

		@Override
		@DistributedLock("generic")
		public T call() {
			return result();
		}

		abstract T result();

	}

	static class Generic extends Base<Mono<String>> {

		@Override
		Mono<String> result() {
			LockContext.assertHeld("generic");
			return Mono.just("generic");
		}

	}

}

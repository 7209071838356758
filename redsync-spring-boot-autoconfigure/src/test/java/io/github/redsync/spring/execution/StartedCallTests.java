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

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.scope.LockContextHolder;
import io.github.redsync.spring.scope.LockScope;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for calls that a locked call starts without waiting for them.
 */
class StartedCallTests {

	private final MemoryLocks locks = new MemoryLocks(CountingTransactionManager.class, Orders.class, Mails.class);

	private final CountingTransactionManager transactions = this.locks.bean(CountingTransactionManager.class);

	private final Orders orders = this.locks.bean(Orders.class);

	private final Mails mails = this.locks.bean(Mails.class);

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch proceed = new CountDownLatch(1);

	@AfterEach
	void tearDown() {
		this.proceed.countDown();
		this.locks.close();
	}

	@Test
	void callCommitsAfterReleaseOfOuterLock() {
		CompletableFuture<String> mail = place(() -> this.mails.send(this::commitLater));
		this.locks.awaitKeys(Set.of("mail"));
		this.proceed.countDown();
		assertThat(mail).succeedsWithin(MemoryLocks.LIMIT).isEqualTo("committed");
		assertThat(this.transactions.commits).hasValue(1);
	}

	@Test
	void callDoesNotCommitAfterLossOfOuterLock() {
		AtomicReference<CompletableFuture<String>> mail = new AtomicReference<>();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.orders.place(() -> {
			mail.set(this.mails.send(this::commitLater));
			await(this.begun);
			this.locks.awaitKeys(Set.of("order", "mail"));
			this.locks.nodes.servers().forEach((server) -> server.set("order", "another client", null));
			assertThat(LockContext.current().extendAsync()).failsWithin(MemoryLocks.LIMIT);
		}));
		this.proceed.countDown();
		assertThat(mail.get()).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LeaseLostException.class)
			.withMessageContaining("'order'");
		assertThat(this.transactions.commits).hasValue(0);
	}

	@Test
	void publisherCommitsAfterReleaseOfOuterLock() {
		Mono<String> mail = place(() -> this.mails.sendLater(this::commit));
		this.locks.awaitNoKeys();
		assertThat(mail.block(MemoryLocks.LIMIT)).isEqualTo("committed");
		assertThat(this.transactions.commits).hasValue(1);
	}

	@Test
	void callIsNotUnderReleasedOuterLock() {
		CompletableFuture<String> mail = place(() -> {
			CompletableFuture<String> started = this.mails.send(() -> {
				LockContext.assertHeld("order");
				this.begun.countDown();
				await(this.proceed);
				assertThatIllegalStateException().isThrownBy(() -> LockContext.assertHeld("order"));
				LockContext.assertHeld("mail");
				return "sent";
			});
			await(this.begun);
			return started;
		});
		this.locks.awaitKeys(Set.of("mail"));
		this.proceed.countDown();
		assertThat(mail).succeedsWithin(MemoryLocks.LIMIT);
	}

	@Test
	void chainedCallsKeepNoReleasedLocks() {
		List<Integer> depths = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> last = new CompletableFuture<>();
		this.mails.hop(0, () -> hop(0, depths, last));
		assertThat(last).succeedsWithin(MemoryLocks.LIMIT);
		assertThat(depths).hasSize(10).allMatch((depth) -> depth <= 2);
	}

	/**
	 * Record the number of locks of the call after the call that started it has ended,
	 * and start the next one.
	 */
	private CompletableFuture<String> hop(int number, List<Integer> depths, CompletableFuture<Void> last) {
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> !this.locks.keys().contains("hop:" + (number - 1)));
		depths.add(depth());
		if (number == 9) {
			last.complete(null);
		}
		else {
			this.mails.hop(number + 1, () -> hop(number + 1, depths, last));
		}
		return CompletableFuture.completedFuture("done");
	}

	@Test
	void chainedCallsThatJoinDoNotNestWithoutEnd() {
		List<Integer> depths = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> last = new CompletableFuture<>();
		this.mails.hop(0, () -> pump(0, depths, last));
		assertThat(last).succeedsWithin(MemoryLocks.LIMIT);
		assertThat(depths).allMatch((depth) -> depth <= 2);
	}

	private CompletableFuture<String> pump(int number, List<Integer> depths, CompletableFuture<Void> last) {
		depths.add(depth());
		if (number == 1000) {
			last.complete(null);
			return CompletableFuture.completedFuture("done");
		}
		this.mails.hop((number + 1) % 2, () -> pump(number + 1, depths, last));
		awaitFirst(number);
		return CompletableFuture.completedFuture("done");
	}

	@Test
	void chainedPublishersThatJoinDoNotNestWithoutEnd() {
		List<Integer> depths = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> last = new CompletableFuture<>();
		pumpPublisher(0, depths, last);
		assertThat(last).succeedsWithin(MemoryLocks.LIMIT);
		assertThat(depths).allMatch((depth) -> depth <= 2);
	}

	private void pumpPublisher(int number, List<Integer> depths, CompletableFuture<Void> last) {
		this.mails.hopLater(number % 2, () -> {
			depths.add(depth());
			if (number == 1000) {
				last.complete(null);
				return;
			}
			pumpPublisher(number + 1, depths, last);
			awaitFirst(number);
		}).subscribe();
	}

	/**
	 * Keep the first lock until the second call has started, which then needs the first
	 * again.
	 */
	private void awaitFirst(int number) {
		if (number == 0) {
			await(this.begun);
		}
		this.begun.countDown();
	}

	private static int depth() {
		int depth = 0;
		for (LockScope lock = LockContextHolder.current(); lock != null; lock = lock.outer()) {
			depth++;
		}
		return depth;
	}

	@Test
	void cancelledChainDoesNotCommitUnderInnerLock() {
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		subscription.set(this.mails.sendLater(() -> {
			this.begun.countDown();
			await(this.proceed);
			subscription.get().dispose();
			this.locks.awaitNoKeys();
			try {
				this.orders.place(this::commit);
				outcome.complete(null);
			}
			catch (Exception ex) {
				outcome.complete(ex);
			}
			return "sent";
		}).subscribe());
		await(this.begun);
		this.proceed.countDown();
		assertThat(outcome).succeedsWithin(MemoryLocks.LIMIT)
			.isInstanceOfAny(LeaseNotHeldException.class, LeaseLostException.class);
		assertThat(this.transactions.commits).hasValue(0);
	}

	private <T> T place(Supplier<T> body) {
		AtomicReference<T> started = new AtomicReference<>();
		this.orders.place(() -> started.set(body.get()));
		return started.get();
	}

	private String commitLater() {
		return new TransactionTemplate(this.transactions).execute((status) -> {
			this.begun.countDown();
			await(this.proceed);
			return "committed";
		});
	}

	private String commit() {
		return new TransactionTemplate(this.transactions).execute((status) -> "committed");
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Orders {

		@DistributedLock("order")
		void place(Runnable body) {
			body.run();
		}

	}

	static class Mails {

		@DistributedLock("mail")
		CompletableFuture<String> send(Supplier<String> body) {
			return CompletableFuture.completedFuture(body.get());
		}

		@DistributedLock("mail")
		Mono<String> sendLater(Callable<String> body) {
			return Mono.fromCallable(body);
		}

		@DistributedLock("hop:#{#number}")
		CompletableFuture<String> hop(int number, Supplier<CompletableFuture<String>> body) {
			return body.get();
		}

		@DistributedLock("hop:#{#number}")
		Mono<Void> hopLater(int number, Runnable body) {
			return Mono.fromRunnable(body);
		}

	}

	/**
	 * Counts commits.
	 */
	static class CountingTransactionManager extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient AtomicInteger commits = new AtomicInteger();

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.commits.incrementAndGet();
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}

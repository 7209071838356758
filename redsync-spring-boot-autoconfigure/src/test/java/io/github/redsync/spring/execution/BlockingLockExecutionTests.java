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
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.scope.SharedLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BlockingLockExecution}, {@link LossInterrupter} and
 * {@link LeaseSharing}.
 */
class BlockingLockExecutionTests {

	private final MemoryLocks locks = new MemoryLocks(Reports.class);

	private final Reports reports = this.locks.bean(Reports.class);

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	@AfterEach
	void tearDown() {
		this.executor.shutdownNow();
		this.locks.close();
	}

	@Test
	void nestedCallJoinsAndDoesNotRelease() throws Exception {
		this.reports.write(() -> {
			Lease outer = LockContext.current();
			Lease inner = this.reports.write(LockContext::current);
			assertThat(inner).isSameAs(outer);
			assertThat(outer.isValid()).isTrue();
			return inner;
		});
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallForAnotherNameAcquiresItsOwn() throws Exception {
		this.reports.write(() -> {
			Lease outer = LockContext.current();
			this.reports.other(() -> {
				assertThat(LockContext.current()).isNotSameAs(outer);
				LockContext.assertHeld("report");
				LockContext.assertHeld("other");
				assertThat(this.reports.<Lease>write(LockContext::current)).isSameAs(outer);
				return null;
			});
			assertThat(LockContext.current()).isSameAs(outer);
			return null;
		});
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallOnAnotherThreadDoesNotJoin() throws Exception {
		this.reports.write(() -> {
			Future<Object> nested = this.executor.submit(() -> this.reports.writeAtOnce(LockContext::current));
			assertThat(nested).failsWithin(MemoryLocks.LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(LockTakenException.class);
			return null;
		});
	}

	@Test
	void sameNameAtAnotherPlaceIsAnotherLock() throws Exception {
		try (Redsync elsewhere = this.locks.nodes.connect()) {
			LockRequest request = new LockRequest(elsewhere,
					elsewhere.newMutex("report", (options) -> options.tries(1)));
			BlockingLockExecution execution = new BlockingLockExecution(new LossPolicy(OnLost.THROW));
			this.reports.write(() -> {
				assertThatExceptionOfType(LockTakenException.class)
					.isThrownBy(() -> execution.execute(Invocation.none(), request, RefusalPolicy.THROW));
				return null;
			});
		}
	}

	@Test
	void nestedCallThatReturnsAFutureJoinsAndKeepsTheLockUntilItIsComplete() throws Exception {
		CompletableFuture<String> body = new CompletableFuture<>();
		CompletableFuture<String> inner = this.reports.write(() -> {
			CompletableFuture<String> future = this.reports.writeLater(body);
			assertThat(future).isNotDone();
			return future;
		});
		this.locks.awaitKeys(Set.of("report"));
		assertThatExceptionOfType(LockTakenException.class)
			.isThrownBy(() -> this.reports.writeAtOnce(LockContext::current));
		body.complete("written");
		assertThat(inner).succeedsWithin(MemoryLocks.LIMIT).isEqualTo("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallOfAMethodWhoseFutureIsForAnotherLockIsOnTheCallPath() throws Exception {
		String name = this.reports.write(() -> this.reports.otherLater(() -> this.reports.write(() -> "joined"))
			.get(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS));
		assertThat(name).isEqualTo("joined");
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallForSeveralLocksAcquiresThoseThatAreNotHeld() throws Exception {
		LockRequest request = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex(List.of("report", "second", "third")));
		BlockingLockExecution execution = new BlockingLockExecution(new LossPolicy(OnLost.THROW));
		this.reports.write(() -> {
			Object names = unchecked(() -> execution.execute(new Invocation(() -> {
				List.of("report", "second", "third").forEach(LockContext::assertHeld);
				assertThat(this.reports.<Lease>write(LockContext::current).name()).isEqualTo("report");
				return LockContext.current().names();
			}), request, RefusalPolicy.THROW));
			assertThat(names).isEqualTo(List.of("second", "third"));
			this.locks.awaitKeys(Set.of("report"));
			return null;
		});
		this.locks.awaitNoKeys();
	}

	@Test
	void nestedCallForOneOfSeveralLocksJoins() throws Throwable {
		LockRequest request = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex(List.of("report", "second")));
		BlockingLockExecution execution = new BlockingLockExecution(new LossPolicy(OnLost.THROW));
		execution.execute(new Invocation(() -> assertThat(this.reports.<Lease>write(LockContext::current).names())
			.containsExactly("report", "second")), request, RefusalPolicy.THROW);
		this.locks.awaitNoKeys();
	}

	@Test
	void lossIsSaidInTheInnerAndTheOuterCall() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.write(() -> {
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.write(this::lose));
			return null;
		}));
	}

	@Test
	void lostLeaseIsNotJoined() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.write(() -> {
			lose();
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> this.reports.write(() -> assertThat(true).isFalse()));
			assertThat(this.reports.writeLater(new CompletableFuture<>())).isCompletedExceptionally();
			return null;
		}));
	}

	@Test
	void lossIsSuppressedByTheExceptionOfTheMethod() {
		IOException failure = new IOException("failed");
		assertThatException().isThrownBy(() -> this.reports.write(() -> {
			lose();
			throw failure;
		})).isSameAs(failure);
		assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class);
	}

	@Test
	void lossIsIgnoredIfAskedFor() throws Exception {
		assertThat(this.reports.writeWhatever(() -> {
			lose();
			return "written";
		})).isEqualTo("written");
	}

	@Test
	void lossThatOnlyTheReleaseShowsEndsTheCall() throws Exception {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.write(() -> {
			this.locks.evict("report");
			return "written";
		})).withMessageContaining("its release has shown");
		IOException failure = new IOException("failed");
		assertThatException().isThrownBy(() -> this.reports.write(() -> {
			this.locks.evict("report");
			throw failure;
		})).isSameAs(failure);
		assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class);
		assertThat(this.reports.writeWhatever(() -> {
			this.locks.evict("report");
			return "written";
		})).isEqualTo("written");
	}

	@Test
	void interruptThatTheMethodHasWrappedGivesWayToTheLoss() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.writeOrStop(() -> {
			try {
				return loseAndAwaitInterrupt();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("gave up", new ExecutionException(ex));
			}
		})).satisfies((loss) -> assertThat(loss.getSuppressed()).hasOnlyElementsOfType(IllegalStateException.class));
	}

	@Test
	void lossInterruptsTheMethodAndEndsTheCall() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.reports.writeOrStop(this::loseAndAwaitInterrupt))
			.satisfies((loss) -> assertThat(loss.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptThatTheMethodTurnsIntoItsOwnExceptionLeavesNoFlag() {
		IllegalStateException failure = new IllegalStateException("stopped");
		assertThatException().isThrownBy(() -> this.reports.writeOrStop(() -> {
			try {
				return loseAndAwaitInterrupt();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw failure;
			}
		})).isSameAs(failure);
		assertThat(failure.getSuppressed()).hasOnlyElementsOfType(LeaseLostException.class);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptThatIsNoneOfTheLossPasses() {
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.reports.writeOrStop(() -> {
			throw new InterruptedException("by somebody else");
		})).withNoCause();
	}

	@Test
	void nestedCallsAreInterruptedOnce() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.writeOrStop(() -> {
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> this.reports.writeOrStop(this::loseAndAwaitInterrupt));
			// The only callback thread has done all that the loss asked for
			assertThat(LockContext.current().onLost().thenApply((loss) -> true)).succeedsWithin(MemoryLocks.LIMIT);
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			return null;
		}));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void lossThatIsToldAfterTheMethodDoesNotHitWhatTheThreadDoesNext() {
		CompletableFuture<LeaseLostException> loss = new CompletableFuture<>() {

			@Override
			public boolean cancel(boolean mayInterruptIfRunning) {
				// Too late: the loss is on its way
				return false;
			}

		};
		Lease lease = mock();
		given(lease.onLost()).willReturn(loss);
		LossInterrupter interrupter = LossInterrupter.start(new SharedLease(this.locks.redsync, lease), null);
		interrupter.stop();
		loss.complete(new LeaseLostException("lost", List.of(), null));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptFlagOfTheLossIsTakenBack() {
		CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();
		Lease lease = mock();
		given(lease.onLost()).willReturn(loss);
		LossInterrupter interrupter = LossInterrupter.start(new SharedLease(this.locks.redsync, lease), null);
		loss.complete(new LeaseLostException("lost", List.of(), null));
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		interrupter.stop();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptOfTheWaitIsNoRefusal() {
		this.locks.take("report");
		LockRequest request = new LockRequest(this.locks.redsync, this.locks.redsync.newMutex("report"));
		BlockingLockExecution execution = new BlockingLockExecution(new LossPolicy(OnLost.THROW));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(
				() -> execution.execute(Invocation.none(), request, (invocation, refusal) -> "not to be asked"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusalIsDecidedByThePolicy() throws Throwable {
		this.locks.take("report");
		LockRequest request = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex("report", (options) -> options.tries(1)));
		BlockingLockExecution execution = new BlockingLockExecution(new LossPolicy(OnLost.THROW));
		assertThat(execution.execute(Invocation.none(), request,
				(invocation, refusal) -> refusal.getClass().getSimpleName()))
			.isEqualTo("LockTakenException");
	}

	private static Object unchecked(ThrowingCallable<?> body) throws Exception {
		try {
			return body.call();
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object lose() {
		this.locks.lose(LockContext.current());
		return null;
	}

	private Object loseAndAwaitInterrupt() throws InterruptedException {
		Lease lease = LockContext.current();
		this.executor.execute(() -> this.locks.lose(lease));
		return new CountDownLatch(1).await(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	static class Reports {

		@DistributedLock("report")
		<T> T write(Callable<T> body) throws Exception {
			return body.call();
		}

		@DistributedLock("report")
		void write(Runnable body) {
			body.run();
		}

		@DistributedLock(name = "report", waitTime = "0s")
		Object writeAtOnce(Callable<?> body) throws Exception {
			return body.call();
		}

		@DistributedLock(name = "report", onLost = OnLost.INTERRUPT)
		Object writeOrStop(Callable<?> body) throws Exception {
			return body.call();
		}

		@DistributedLock(name = "report", onLost = OnLost.IGNORE)
		Object writeWhatever(Callable<?> body) throws Exception {
			return body.call();
		}

		@DistributedLock(name = "other")
		Object other(Callable<?> body) throws Exception {
			return body.call();
		}

		@DistributedLock("report")
		CompletableFuture<String> writeLater(CompletableFuture<String> body) {
			return body;
		}

		@DistributedLock("other")
		CompletableFuture<String> otherLater(Callable<String> body) throws Exception {
			return CompletableFuture.completedFuture(body.call());
		}

	}

	private interface ThrowingCallable<T> {

		T call() throws Throwable;

	}

}

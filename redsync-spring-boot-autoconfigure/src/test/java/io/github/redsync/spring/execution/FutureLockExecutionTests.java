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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.scope.SharedLease;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link FutureLockExecution} and {@link LockedFuture}.
 */
class FutureLockExecutionTests {

	private final MemoryLocks locks = new MemoryLocks(Reports.class);

	private final Reports reports = this.locks.bean(Reports.class);

	@AfterEach
	void tearDown() {
		this.locks.close();
	}

	@Test
	void lockIsHeldUntilFutureIsComplete() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<String> body = this.reports.next();
		this.locks.awaitKeys(Set.of("report"));
		assertThat(result).isNotDone();
		body.complete("written");
		assertThat(result).succeedsWithin(MemoryLocks.LIMIT).isEqualTo("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void lockIsFreeWhenFutureIsComplete() {
		CompletableFuture<Integer> nodes = this.reports.write()
			.thenApply((result) -> this.locks.nodes.countOf("report"));
		this.reports.next().complete("written");
		assertThat(nodes.orTimeout(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS).join()).isLessThan(2);
	}

	@Test
	void methodIsCalledOnSeparateThread() {
		this.reports.write();
		this.reports.next().complete("written");
		assertThat(this.reports.threads().get(0).getName()).startsWith("redsync-call-");
	}

	@Test
	void callsDoNotOverlap() {
		CompletableFuture<String> first = this.reports.write();
		CompletableFuture<String> firstBody = this.reports.next();
		CompletionStage<String> second = this.reports.writeStage();
		assertThat(this.reports.bodies()).hasSize(1);
		firstBody.complete("first");
		assertThat(first).succeedsWithin(MemoryLocks.LIMIT);
		this.reports.next().complete("second");
		assertThat(second.toCompletableFuture()).succeedsWithin(MemoryLocks.LIMIT).isEqualTo("second");
	}

	@Test
	void failureOfFuturePassesUnchanged() {
		IOException failure = new IOException("failed");
		CompletableFuture<String> result = this.reports.write();
		this.reports.next().completeExceptionally(failure);
		assertThat(result).failsWithin(MemoryLocks.LIMIT).withThrowableThat().withCause(failure);
		assertThat(failure).hasNoSuppressedExceptions();
		this.locks.awaitNoKeys();
	}

	@Test
	void exceptionOfMethodCompletesFuture() {
		IllegalStateException failure = new IllegalStateException("failed");
		assertThat(this.reports.fail(failure)).failsWithin(MemoryLocks.LIMIT).withThrowableThat().withCause(failure);
		this.locks.awaitNoKeys();
	}

	@Test
	void nullInPlaceOfFutureFailsAndReleasesLock() {
		assertThat(this.reports.none()).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("returned null in place of a CompletableFuture");
		this.locks.awaitNoKeys();
	}

	@Test
	void refusalCompletesFuture() {
		this.locks.take("report");
		assertThat(this.reports.writeAtOnce()).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LockTakenException.class);
		assertThat(this.reports.bodies()).isEmpty();
	}

	@Test
	void cancelDuringWaitCancelsAcquisition() {
		Lease other = this.locks.take("report");
		CompletableFuture<String> result = this.reports.write();
		assertThat(result.cancel(true)).isTrue();
		assertThat(this.locks.outcomes).containsExactly(AcquireOutcome.ACQUIRED, AcquireOutcome.CANCELLED);
		other.close();
		this.locks.awaitNoKeys();
		// The next caller gets the lock, because there is no other waiter
		assertThat(this.reports.fail(new IllegalStateException())).failsWithin(MemoryLocks.LIMIT);
		assertThat(this.reports.bodies()).isEmpty();
	}

	@Test
	void cancelDuringCallCancelsFutureOfMethod() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<String> body = this.reports.next();
		assertThat(result.cancel(true)).isTrue();
		assertThat(body).isCancelled();
		this.locks.awaitNoKeys();
	}

	@Test
	void cancelAfterGrantIgnoresMinHold() {
		Mutex mutex = this.locks.redsync.newMutex("job", (options) -> options.expiry(MemoryLocks.LIMIT.multipliedBy(2))
			.minHold(MemoryLocks.LIMIT.multipliedBy(2)));
		LockedFuture call = new LockedFuture(Invocation.none(), null, new LossPolicy(OnLost.THROW), Runnable::run);
		SharedLease lease = new SharedLease(this.locks.redsync, mutex.lock());
		// Between the grant and the call of the method
		call.cancel(true);
		call.call(lease);
		assertThat(call).isCancelled();
		this.locks.awaitNoKeys();
	}

	@Test
	void timeoutOfCallerCancelsCall() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<String> body = this.reports.next();
		assertThat(result.orTimeout(1, TimeUnit.MILLISECONDS)).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(TimeoutException.class);
		assertThat(body).isCancelled();
		this.locks.awaitNoKeys();
	}

	@Test
	void cancelAtAnyMomentLeavesNoKey() {
		List<CompletableFuture<String>> results = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			CompletableFuture<String> result = this.reports.writeFor(i % 5);
			results.add(result);
			if (i % 2 == 0) {
				Thread.yield();
			}
			result.cancel(true);
		}
		assertThat(results).allSatisfy((result) -> assertThat(result).isCancelled());
		this.locks.awaitNoKeys();
	}

	@Test
	void stageThatCannotBeCancelledKeepsLockUntilItsEnd() {
		CompletableFuture<String> result = this.reports.writeStage(true).toCompletableFuture();
		CompletableFuture<String> body = this.reports.next();
		assertThat(result.cancel(true)).isTrue();
		assertThat(body).isNotDone();
		assertThat(this.locks.keys()).containsOnly("report");
		body.complete("written");
		this.locks.awaitNoKeys();
	}

	@Test
	void cancelledFutureOfMethodCancelsCall() {
		CompletableFuture<String> result = this.reports.write();
		this.reports.next().cancel(true);
		assertThatException().isThrownBy(() -> result.get(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS))
			.isInstanceOf(CancellationException.class);
		assertThat(result).isCancelled();
	}

	@Test
	void lossCancelsFutureOfMethodAndEndsCall() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<String> body = this.reports.next();
		this.locks.lose(this.reports.lease());
		assertThat(result).failsWithin(MemoryLocks.LIMIT)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOf(LeaseLostException.class)
			.withMessageContaining("'report'");
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(body::isCancelled);
	}

	@Test
	void failureOfMethodSuppressesLoss() {
		IOException failure = new IOException("failed");
		CompletableFuture<String> losing = this.reports.loseAndFail(this.locks, failure);
		assertThat(losing).failsWithin(MemoryLocks.LIMIT).withThrowableThat().withCause(failure);
		assertThat(failure.getSuppressed()).hasOnlyElementsOfType(LeaseLostException.class).hasSize(1);
	}

	@Test
	void lossThatOnlyReleaseShowsEndsCall() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<String> body = this.reports.next();
		this.locks.evict("report");
		body.complete("written");
		assertThat(result).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LeaseLostException.class)
			.withMessageContaining("its release has shown");
		IOException failure = new IOException("failed");
		CompletableFuture<String> failing = this.reports.write();
		body = this.reports.next();
		this.locks.evict("report");
		body.completeExceptionally(failure);
		assertThat(failing).failsWithin(MemoryLocks.LIMIT).withThrowableThat().withCause(failure);
		assertThat(failure.getSuppressed()).hasSize(1).hasOnlyElementsOfType(LeaseLostException.class);
	}

	@Test
	void lossIsIgnoredIfAskedFor() {
		CompletableFuture<String> result = this.reports.writeWhatever();
		CompletableFuture<String> body = this.reports.next();
		this.locks.lose(this.reports.lease());
		body.complete("written");
		assertThat(result).succeedsWithin(MemoryLocks.LIMIT).isEqualTo("written");
	}

	@Test
	void lockContextIsVisibleOnThreadThatCallsMethod() {
		CompletableFuture<String> result = this.reports.write();
		CompletableFuture<Boolean> later = result.thenApply((value) -> LockContext.find().isPresent());
		this.reports.next().complete("written");
		assertThat(this.reports.lease().name()).isEqualTo("report");
		assertThat(later).succeedsWithin(MemoryLocks.LIMIT).isEqualTo(false);
	}

	@Test
	void policyHandlesRefusal() {
		this.locks.take("report");
		LockRequest request = new LockRequest(this.locks.redsync,
				this.locks.redsync.newMutex("report", (options) -> options.tries(1)));
		FutureLockExecution execution = new FutureLockExecution(new LossPolicy(OnLost.THROW), Runnable::run);
		CompletableFuture<String> fallback = new CompletableFuture<>();
		CompletableFuture<?> result = (CompletableFuture<?>) execution.execute(Invocation.none(), request,
				(invocation, refusal) -> fallback);
		assertThat(result).isNotDone();
		fallback.complete("fallback");
		assertThat(result.orTimeout(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS).join()).isEqualTo("fallback");
		assertThat((CompletableFuture<?>) execution.execute(Invocation.none(), request, (invocation, refusal) -> null))
			.succeedsWithin(MemoryLocks.LIMIT)
			.isNull();
		assertThat((CompletableFuture<?>) execution.execute(Invocation.none(), request, (invocation, refusal) -> {
			throw new IOException("no fallback");
		})).failsWithin(MemoryLocks.LIMIT).withThrowableThat().havingCause().isInstanceOf(IOException.class);
	}

	@Test
	void rejectingExecutorLeavesNoKey() {
		LockRequest request = new LockRequest(this.locks.redsync, this.locks.redsync.newMutex("report"));
		FutureLockExecution execution = new FutureLockExecution(new LossPolicy(OnLost.THROW), (task) -> {
			throw new RejectedExecutionException("shut down");
		});
		CompletableFuture<?> result = (CompletableFuture<?>) execution.execute(Invocation.none(), request,
				RefusalPolicy.THROW);
		assertThat(result).failsWithin(MemoryLocks.LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(UnsupportedOperationException.class);
		this.locks.awaitNoKeys();
	}

	static class Reports {

		private final List<CompletableFuture<String>> bodies = new CopyOnWriteArrayList<>();

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		private int taken;

		private volatile Lease lease;

		List<CompletableFuture<String>> bodies() {
			return this.bodies;
		}

		List<Thread> threads() {
			return this.threads;
		}

		Lease lease() {
			return this.lease;
		}

		CompletableFuture<String> next() {
			int index = this.taken++;
			Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> this.bodies.size() > index);
			return this.bodies.get(index);
		}

		private CompletableFuture<String> body() {
			LockContext.assertHeld("report");
			this.lease = LockContext.current();
			this.threads.add(Thread.currentThread());
			CompletableFuture<String> body = new CompletableFuture<>();
			this.bodies.add(body);
			return body;
		}

		@DistributedLock("report")
		CompletableFuture<String> write() {
			return body();
		}

		@DistributedLock("report")
		CompletionStage<String> writeStage() {
			return body();
		}

		@DistributedLock("report")
		CompletionStage<String> writeStage(boolean minimal) {
			return body().minimalCompletionStage();
		}

		@DistributedLock(name = "report", waitTime = "0s")
		CompletableFuture<String> writeAtOnce() {
			return body();
		}

		@DistributedLock(name = "report", onLost = OnLost.IGNORE)
		CompletableFuture<String> writeWhatever() {
			return body();
		}

		@DistributedLock("report:#{#number}")
		CompletableFuture<String> writeFor(int number) {
			return new CompletableFuture<>();
		}

		@DistributedLock("report")
		CompletableFuture<String> fail(RuntimeException failure) {
			throw failure;
		}

		@DistributedLock("report")
		CompletableFuture<String> loseAndFail(MemoryLocks locks, Exception failure) {
			locks.lose(LockContext.current());
			return CompletableFuture.failedFuture(new CompletionException(failure));
		}

		@DistributedLock("report")
		CompletableFuture<String> none() {
			return null;
		}

	}

}

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

package io.github.redsync.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for work that runs while a lock is held.
 */
@RedisNodes(count = 3)
@Timeout(60)
class LockOperationsTests {

	private static final Consumer<LockOptionsBuilder> SHORT = (options) -> options.expiry(Duration.ofMillis(500))
		.waitTime(Duration.ZERO);

	private final RedisServers servers;

	private final ServerGroup group;

	private final Redsync redsync;

	LockOperationsTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
		this.redsync = this.group.connect();
	}

	@AfterEach
	void close() {
		this.redsync.close();
	}

	@Test
	void workInfersItsCheckedExceptions() {
		Orders orders = new Orders();
		Receipt receipt = this.redsync.withLock("order:42", () -> orders.charge(42));
		assertThat(receipt.order()).isEqualTo(42);
		Optional<Receipt> tried = this.redsync.tryWithLock("order:42", () -> orders.charge(43));
		assertThat(tried).hasValue(new Receipt(43));
		this.redsync.withLock("nightly-report", orders::report);
		boolean ran = this.redsync.tryWithLock("nightly-report", orders::report);
		assertThat(ran).isTrue();
		String name = this.redsync.withLock("order:42", (options) -> options.fencing(true), Lease::name);
		assertThat(name).isEqualTo("order:42");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> export(orders)).withMessage("disk full");
	}

	private void export(Orders orders) throws IOException {
		Receipt receipt = this.redsync.withLock("order:42", () -> orders.export(42));
		fail("exported " + receipt);
	}

	@Test
	void workGetsItsLease() throws Exception {
		long token = this.redsync.withLock("call-lease", (options) -> options.fencing(true), (lease) -> {
			assertThat(lease.isValid()).isTrue();
			assertThat(this.group.existing("call-lease")).isGreaterThanOrEqualTo(2);
			return lease.fencingToken();
		});
		assertThat(token).isPositive();
		assertThat(this.redsync.<String, RuntimeException>withLock("call-lease", () -> "result")).isEqualTo("result");
		this.group.awaitGone("call-lease");
	}

	@Test
	void leaseIsExtendedUnlessDisabled() {
		this.redsync.withLock("call-extended", SHORT, (lease) -> {
			long until = lease.until().toEpochMilli();
			Awaitility.await().until(() -> lease.until().toEpochMilli() > until + 500);
			return null;
		});
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.redsync.withLock("call-extended",
				SHORT.andThen((options) -> options.autoExtend(false)), this::loss));
	}

	@Test
	void takenLockIsReportedOrSkipped() throws Exception {
		Lease holder = this.redsync.newMutex("call-taken").lock();
		assertThatExceptionOfType(LockTakenException.class)
			.isThrownBy(() -> this.redsync.withLock("call-taken", SHORT, (lease) -> fail("runs without its lock")));
		assertThat(
				this.redsync.<String, RuntimeException>tryWithLock("call-taken", () -> fail("runs without its lock")))
			.isEmpty();
		assertThat(this.redsync.tryWithLock("call-taken", (Runnable) () -> fail("runs without its lock"))).isFalse();
		CompletableFuture<Optional<String>> waiter = CompletableFuture
			.supplyAsync(() -> this.redsync.<String, RuntimeException>tryWithLock("call-taken",
					(options) -> options.waitTime(Duration.ofSeconds(30)), Lease::name));
		holder.unlock();
		assertThat(waiter.get(30, TimeUnit.SECONDS)).hasValue("call-taken");
		assertThat(this.redsync.<String, RuntimeException>tryWithLock("call-taken", () -> "ran")).hasValue("ran");
		assertThat(this.redsync.tryWithLock("call-taken", () -> {
		})).isTrue();
		this.group.awaitGone("call-taken");
	}

	@Test
	void unreachableMajorityIsNotSkipped() {
		this.servers.get(0).pause();
		this.servers.get(1).pause();
		try {
			assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(
					() -> this.redsync.tryWithLock("call-down", (Runnable) () -> fail("runs without its lock")));
		}
		finally {
			this.servers.forEach(RedisServer::resume);
		}
	}

	@Test
	void lossIsSuppressedInExceptionOfWork() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.redsync.withLock("call-fail", SHORT, (lease) -> {
				lose(lease);
				throw new IOException("the work");
			}))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement().isInstanceOf(LeaseLostException.class));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.redsync.withLock("call-fail", SHORT, this::lose));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.redsync.tryWithLock("call-fail", SHORT, this::lose));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.redsync.withLock("call-fail", () -> {
			throw new IOException("the work");
		})).satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		this.group.awaitGone("call-fail");
	}

	@Test
	void lossShownByReleaseFailsCall() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.redsync.withLock("call-gone", SHORT, this::deleteKeys));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.redsync.tryWithLock("call-gone", SHORT, this::deleteKeys));
		assertThat(this.redsync.withLockAsync("call-gone", SHORT,
				(lease) -> CompletableFuture.completedFuture(deleteKeys(lease))))
			.failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(LeaseLostException.class);
	}

	private String deleteKeys(Lease lease) {
		Awaitility.await().until(() -> this.group.existing(lease.name()) == this.servers.size());
		this.servers.forEach((server) -> server.command("DEL", lease.name()));
		return "done";
	}

	@Test
	void asynchronousWorkHoldsLockUntilItsEnd() throws Exception {
		CompletableFuture<Thread> begun = new CompletableFuture<>();
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<String> result = this.redsync.withLockAsync("stage", () -> {
			begun.complete(Thread.currentThread());
			return stage;
		});
		assertThat(begun.get(30, TimeUnit.SECONDS).getName()).startsWith("redsync-callback");
		assertThat(this.redsync.newMutex("stage").tryLock()).isEmpty();
		assertThat(result).isNotDone();
		stage.complete("done");
		assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo("done");
		assertThat(this.redsync.tryWithLock("stage", () -> {
		})).isTrue();
	}

	@Test
	void asynchronousWorkFailsWithItsStage() {
		IOException failure = new IOException("the work");
		List<CompletableFuture<String>> results = List.of(
				this.redsync.withLockAsync("stage-fail", () -> CompletableFuture.failedFuture(failure)),
				this.redsync.withLockAsync("stage-fail",
						() -> CompletableFuture.<String>failedFuture(failure).thenApply((value) -> value)));
		for (CompletableFuture<String> result : results) {
			assertThat(result).failsWithin(30, TimeUnit.SECONDS)
				.withThrowableOfType(ExecutionException.class)
				.withCause(failure);
		}
		assertThat(this.redsync.withLockAsync("stage-fail", () -> {
			throw new IllegalStateException("immediately");
		})).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("immediately");
		assertThat(this.redsync.withLockAsync("stage-fail", () -> null)).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingCause()
			.withMessageContaining("return a stage");
		this.group.awaitGone("stage-fail");
	}

	@Test
	void lossDuringAsynchronousWorkIsReported() {
		CompletableFuture<String> result = this.redsync.withLockAsync("stage-lost", SHORT, (lease) -> {
			delete(lease);
			return lease.onLost().thenApply((loss) -> "result");
		});
		assertThat(result).failsWithin(30, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(LeaseLostException.class);
	}

	@Test
	void cancelledWaitAcquiresNoLock() {
		Lease holder = this.redsync.newMutex("stage-wait").lock();
		CompletableFuture<String> result = this.redsync.withLockAsync("stage-wait",
				() -> fail("runs without its lock"));
		result.cancel(true);
		holder.unlock();
		this.group.awaitGone("stage-wait");
		assertThat(result).isCancelled();
	}

	@Test
	void cancelledCallCancelsWorkAndReleasesLock() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<Void> begun = new CompletableFuture<>();
		CompletableFuture<String> result = this.redsync.withLockAsync("stage-cancel", () -> {
			begun.complete(null);
			return stage;
		});
		begun.orTimeout(30, TimeUnit.SECONDS).join();
		result.cancel(true);
		Awaitility.await().until(stage::isCancelled);
		this.group.awaitGone("stage-cancel");
	}

	@Test
	void workThatContinuesKeepsItsLock() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<Void> begun = new CompletableFuture<>();
		CompletableFuture<String> result = this.redsync.withLockAsync("stage-continues", () -> {
			begun.complete(null);
			return stage.minimalCompletionStage();
		});
		begun.orTimeout(30, TimeUnit.SECONDS).join();
		result.cancel(true);
		assertThat(this.redsync.newMutex("stage-continues").tryLock()).isEmpty();
		stage.complete("late");
		this.group.awaitGone("stage-continues");
	}

	private Object lose(Lease lease) {
		delete(lease);
		return loss(lease);
	}

	private Object loss(Lease lease) {
		return lease.onLost().orTimeout(30, TimeUnit.SECONDS).join();
	}

	private void delete(Lease lease) {
		this.group.awaitHeld(lease.name(), lease.value(), 3);
		this.servers.forEach((server) -> server.command("DEL", lease.name()));
	}

	private record Receipt(int order) {
	}

	private static final class Orders {

		Receipt charge(int order) {
			return new Receipt(order);
		}

		Receipt export(int order) throws IOException {
			throw new IOException("disk full");
		}

		void report() {
		}

	}

}

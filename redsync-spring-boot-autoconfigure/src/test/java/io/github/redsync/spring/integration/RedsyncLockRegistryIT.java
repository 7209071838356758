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

package io.github.redsync.spring.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.Context;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.util.CheckedCallable;
import org.springframework.integration.util.CheckedRunnable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Integration tests for {@link RedsyncLockRegistry} on three servers. Cover the contract
 * of Spring Integration's own registries.
 */
@RedisNodes(count = 3)
@Timeout(60)
class RedsyncLockRegistryIT {

	private final RedisServers servers;

	private final List<AcquireOutcome> outcomes = new CopyOnWriteArrayList<>();

	private final Redsync redsync;

	private final Redsync redsyncElsewhere;

	private final RedsyncLockRegistry registry;

	private final RedsyncLockRegistry elsewhere;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	RedsyncLockRegistryIT(RedisServers servers) {
		this.servers = servers;
		this.redsync = connect(new RedsyncListener() {

			@Override
			public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
				RedsyncLockRegistryIT.this.outcomes.add(outcome);
			}

		});
		this.redsyncElsewhere = connect(new RedsyncListener() {
		});
		this.registry = new RedsyncLockRegistry(this.redsync, "registry");
		this.elsewhere = new RedsyncLockRegistry(this.redsyncElsewhere, "registry");
	}

	private Redsync connect(RedsyncListener listener) {
		Redsync.Builder builder = Redsync.builder().listener(listener);
		this.servers.forEach((server) -> builder.node(server.uri()));
		Redsync connected = builder.build();
		Awaitility.await().until(() -> connected.nodes().stream().allMatch((node) -> node.isUp()));
		return connected;
	}

	@AfterEach
	void close() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		this.redsync.close();
		this.redsyncElsewhere.close();
	}

	@Test
	void timeToLiveMayExceedDefaultMaxHold() {
		Redsync.Builder builder = Redsync.builder()
			.defaults(LockOptions.builder().maxHold(Duration.ofSeconds(10)).build());
		this.servers.forEach((server) -> builder.node(server.uri()));
		try (Redsync bounded = builder.build()) {
			DistributedLock lock = new RedsyncLockRegistry(bounded, "bounded").obtain("lock");
			lock.lock(Duration.ofMinutes(1));
			lock.unlock();
		}
	}

	@Test
	void keyEqualsThatOfRedisLockRegistry() {
		Lock lock = this.registry.obtain("format");
		lock.lock();
		assertThat(existing("registry:format")).isGreaterThanOrEqualTo(2);
		lock.unlock();
		awaitGone("registry:format");
	}

	@Test
	void threadMayReenterByAnyLockOfKey() throws Exception {
		Lock lock = this.registry.obtain("again");
		lock.lock();
		Lock same = this.registry.obtain("again");
		assertThat(same).isEqualTo(lock).hasSameHashCodeAs(lock).isNotEqualTo(this.registry.obtain("other"));
		same.lockInterruptibly();
		assertThat(this.registry.obtain("again").tryLock()).isTrue();
		assertThat(this.registry.obtain("again").tryLock(1, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 3; i++) {
			same.unlock();
			assertThat(this.elsewhere.obtain("again").tryLock()).isFalse();
		}
		lock.unlock();
		Lock next = this.elsewhere.obtain("again");
		next.lock();
		next.unlock();
		assertThat(this.registry.leases().isEmpty()).isTrue();
	}

	@Test
	void differentKeysAreIndependent() {
		Lock first = this.registry.obtain("two-1");
		Lock second = this.registry.obtain("two-2");
		first.lock();
		second.lock();
		first.unlock();
		assertThat(this.elsewhere.obtain("two-2").tryLock()).isFalse();
		second.unlock();
	}

	@Test
	void threadsAndRegistriesExcludeEachOther() throws Exception {
		int[] counter = new int[1];
		List<Callable<Void>> workers = new ArrayList<>();
		for (RedsyncLockRegistry one : List.of(this.registry, this.registry, this.elsewhere, this.elsewhere)) {
			workers.add(() -> {
				for (int i = 0; i < 10; i++) {
					one.executeLocked("count", () -> {
						int before = counter[0];
						Thread.yield();
						counter[0] = before + 1;
					});
				}
				return null;
			});
		}
		for (Future<Void> worker : this.executor.invokeAll(workers)) {
			worker.get();
		}
		assertThat(counter[0]).isEqualTo(40);
	}

	@Test
	void onlyHoldingThreadCanUnlock() throws Exception {
		Lock lock = this.registry.obtain("owner");
		lock.lock();
		onAnotherThread(() -> {
			assertThat(lock.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
			assertThatIllegalStateException().isThrownBy(lock::unlock)
				.withMessageContaining("You do not own lock 'registry:owner'");
			return true;
		});
		lock.unlock();
	}

	@Test
	void waitTimeLimitsWholeAcquisition() throws Exception {
		Lock holder = this.elsewhere.obtain("bound");
		holder.lock();
		// A single acquisition, without a local lock or a second attempt
		assertThat(this.registry.obtain("bound").tryLock(100, TimeUnit.MILLISECONDS)).isFalse();
		assertThat(this.outcomes).containsExactly(AcquireOutcome.TAKEN);
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> this.registry.executeLocked("bound", Duration.ofMillis(10), () -> {
			}));
		holder.unlock();
		String result = this.registry.executeLocked("bound", Duration.ofSeconds(30), () -> "ran");
		assertThat(result).isEqualTo("ran");
	}

	@Test
	void lockKeepsInterruptFlagAndOthersThrow() throws Exception {
		Lock lock = this.registry.obtain("interrupt");
		Thread.currentThread().interrupt();
		lock.lock();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(lock::lockInterruptibly);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> lock.tryLock(1, TimeUnit.SECONDS));
		Thread.currentThread().interrupt();
		lock.unlock();
		assertThat(Thread.interrupted()).isTrue();
		awaitGone("registry:interrupt");
	}

	@Test
	void interruptedWaiterContinuesAndKeepsFlag() throws Exception {
		Lock holder = this.elsewhere.obtain("waiter");
		holder.lock();
		CompletableFuture<Thread> waiter = new CompletableFuture<>();
		Future<Boolean> flag = this.executor.submit(() -> {
			waiter.complete(Thread.currentThread());
			Lock lock = this.registry.obtain("waiter");
			lock.lock();
			lock.unlock();
			return Thread.currentThread().isInterrupted();
		});
		Awaitility.await().until(() -> waiter.join().getState() == Thread.State.WAITING);
		waiter.join().interrupt();
		Awaitility.await()
			.until(() -> !waiter.join().isInterrupted() && waiter.join().getState() == Thread.State.WAITING);
		holder.unlock();
		assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void unlockReportsLoss() {
		Lock lock = this.registry.obtain("lost");
		lock.lock();
		lose("registry:lost");
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		lock.lock();
		lock.unlock();
	}

	@Test
	void lossDoesNotHideExceptionOfBody() {
		IllegalArgumentException failure = new IllegalArgumentException("of the body");
		CheckedRunnable<RuntimeException> failing = () -> {
			lose("registry:hide");
			throw failure;
		};
		CheckedCallable<String, RuntimeException> failingCall = () -> {
			failing.run();
			return "";
		};
		List<ThrowingCallable> calls = List.of(() -> this.registry.executeLocked("hide", failing),
				() -> this.registry.executeLocked("hide", failingCall),
				() -> this.registry.executeLocked("hide", Duration.ofSeconds(30), failing),
				() -> this.registry.executeLocked("hide", Duration.ofSeconds(30), failingCall));
		for (int i = 0; i < calls.size(); i++) {
			assertThatIllegalArgumentException().isThrownBy(calls.get(i)).isSameAs(failure);
			assertThat(failure.getSuppressed()).hasSize(i + 1)
				.hasOnlyElementsOfType(ConcurrentModificationException.class);
		}
		assertThatExceptionOfType(ConcurrentModificationException.class)
			.isThrownBy(() -> this.registry.executeLocked("hide", () -> lose("registry:hide")));
	}

	@Test
	void lostLockCannotBeReentered() {
		RedsyncLockRegistry shortLived = new RedsyncLockRegistry(this.redsync, "registry",
				LockOptions.builder().expiry(Duration.ofMillis(500)).build());
		DistributedLock lock = shortLived.obtain("lost-again");
		lock.lock();
		lose("registry:lost-again");
		Awaitility.await()
			.pollInSameThread()
			.untilAsserted(() -> assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(() -> {
				lock.lock();
				lock.unlock();
			}).withCauseInstanceOf(LeaseLostException.class));
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withCauseInstanceOf(LeaseLostException.class);
	}

	@Test
	void lockExpiresAfterTimeToLive() throws Exception {
		DistributedLock lock = this.registry.obtain("ttl");
		lock.lock(Duration.ofMillis(200));
		DistributedLock other = this.elsewhere.obtain("ttl");
		assertThat(other.tryLock(Duration.ofSeconds(30), Duration.ofMinutes(5))).isTrue();
		awaitTimeToLive("registry:ttl", 60_000, Long.MAX_VALUE);
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		assertThat(existing("registry:ttl")).isGreaterThanOrEqualTo(2);
		other.unlock();
	}

	@Test
	void onlyHoldingThreadCanRenew() throws Exception {
		DistributedLock lock = this.registry.obtain("renew");
		assertThatIllegalStateException().isThrownBy(() -> this.registry.renewLock("renew"))
			.withMessageContaining("does not hold it");
		assertThat(lock.tryLock(Duration.ZERO, Duration.ofSeconds(2))).isTrue();
		this.registry.renewLock("renew", Duration.ofMinutes(5));
		awaitTimeToLive("registry:renew", 60_000, Long.MAX_VALUE);
		this.registry.renewLock("renew");
		awaitTimeToLive("registry:renew", 1, 8_000);
		this.servers.forEach((server) -> server.command("DEL", "registry:renew"));
		assertThatIllegalStateException().isThrownBy(() -> this.registry.renewLock("renew"))
			.withMessageContaining("'registry:renew' not renewed");
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
	}

	@Test
	void missingMajorityFailsAcquisition() {
		this.servers.get(0).pause();
		this.servers.get(1).pause();
		try {
			assertThatExceptionOfType(CannotAcquireLockException.class)
				.isThrownBy(() -> this.registry.obtain("down").tryLock())
				.withCauseInstanceOf(QuorumUnavailableException.class);
		}
		finally {
			this.servers.forEach(RedisServer::resume);
		}
	}

	@Test
	void keyMustBeNonBlankString() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(new Object()))
			.withMessageContaining("must be a string");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.obtain(" "))
			.withMessageContaining("must not be blank");
		assertThatIllegalArgumentException().isThrownBy(() -> new RedsyncLockRegistry(this.redsync, ""));
	}

	@Test
	void leaderIsRevokedAndReelectedAfterLoss() {
		List<String> events = new CopyOnWriteArrayList<>();
		Candidate candidate = new DefaultCandidate("node", "leader") {

			@Override
			public void onGranted(Context context) {
				events.add("granted");
			}

			@Override
			public void onRevoked(Context context) {
				events.add("revoked");
			}

		};
		RedsyncLockRegistry shortLived = new RedsyncLockRegistry(this.redsync, "registry",
				LockOptions.builder().expiry(Duration.ofMillis(500)).build());
		LockRegistryLeaderInitiator initiator = new LockRegistryLeaderInitiator(shortLived, candidate);
		initiator.setHeartBeatMillis(20);
		initiator.setBusyWaitMillis(20);
		initiator.start();
		try {
			Awaitility.await().until(() -> events.contains("granted"));
			lose("registry:leader");
			Awaitility.await().until(() -> events.size() >= 3);
			assertThat(events.subList(0, 3)).containsExactly("granted", "revoked", "granted");
		}
		finally {
			initiator.stop();
		}
		awaitGone("registry:leader");
	}

	private int existing(String key) {
		int existing = 0;
		for (RedisServer server : this.servers) {
			existing += Long.valueOf(1).equals(server.command("EXISTS", key)) ? 1 : 0;
		}
		return existing;
	}

	private void lose(String key) {
		Awaitility.await().until(() -> existing(key) == 3);
		this.servers.forEach((server) -> server.command("DEL", key));
	}

	/** Await the time to live on a majority, because one node may not have the key. */
	private void awaitTimeToLive(String key, long min, long max) {
		Awaitility.await().until(() -> {
			int living = 0;
			for (RedisServer server : this.servers) {
				Long millis = (Long) server.command("PTTL", key);
				living += (millis != null && millis >= min && millis <= max) ? 1 : 0;
			}
			return living >= 2;
		});
	}

	private void awaitGone(String key) {
		Awaitility.await().until(() -> existing(key) == 0);
	}

	private <T> T onAnotherThread(Callable<T> call) throws InterruptedException, ExecutionException, TimeoutException {
		return this.executor.submit(call).get(30, TimeUnit.SECONDS);
	}

}

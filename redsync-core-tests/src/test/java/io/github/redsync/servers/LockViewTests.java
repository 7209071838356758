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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

import io.github.redsync.LeaseLostException;
import io.github.redsync.LockOptionsBuilder;
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

/**
 * Tests for the view of a mutex as a {@link Lock}.
 */
@RedisNodes(count = 3)
@Timeout(60)
class LockViewTests {

	private final RedisServers servers;

	private final ServerGroup group;

	private final Redsync redsync;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	LockViewTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
		this.redsync = this.group.connect();
	}

	@AfterEach
	void close() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		this.redsync.close();
	}

	@Test
	void threadsOfSameAndOfOtherViewExcludeEachOther() throws Exception {
		try (Redsync other = this.group.connect()) {
			int[] counter = new int[1];
			List<Callable<Void>> workers = new ArrayList<>();
			Lock lock = this.redsync.newMutex("view-count").asLock();
			Lock otherLock = other.newMutex("view-count").asLock();
			for (Lock view : List.of(lock, lock, lock, otherLock, otherLock)) {
				workers.add(() -> {
					for (int i = 0; i < 10; i++) {
						view.lock();
						try {
							int before = counter[0];
							Thread.yield();
							counter[0] = before + 1;
						}
						finally {
							view.unlock();
						}
					}
					return null;
				});
			}
			for (Future<Void> worker : this.executor.invokeAll(workers)) {
				worker.get();
			}
			assertThat(counter[0]).isEqualTo(50);
			this.group.awaitGone("view-count");
		}
	}

	@Test
	void lockIsReentrant() throws Exception {
		Lock lock = this.redsync.newMutex("view-again").asLock();
		lock.lock();
		lock.lockInterruptibly();
		assertThat(lock.tryLock()).isTrue();
		assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 3; i++) {
			lock.unlock();
			boolean locked = onAnotherThread(lock::tryLock);
			assertThat(locked).isFalse();
		}
		lock.unlock();
		this.group.awaitGone("view-again");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock)
			.withMessageContaining("'view-again' is not held by thread");
	}

	@Test
	void onlyLockingThreadMayUnlock() throws Exception {
		Lock lock = this.redsync.newMutex("view-owner").asLock();
		lock.lock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> onAnotherThread(() -> {
			lock.unlock();
			return null;
		}));
		assertThatExceptionOfType(IllegalMonitorStateException.class)
			.isThrownBy(this.redsync.newMutex("view-owner").asLock()::unlock)
			.withMessageContaining("each call of asLock() returns another one");
		assertThat(this.group.existing("view-owner")).isGreaterThanOrEqualTo(2);
		lock.unlock();
	}

	@Test
	void heldLockIsExtended() {
		Lock lock = shortLived("view-kept", (options) -> {
		});
		lock.lock();
		awaitExtensions("view-kept", 4);
		lock.unlock();
		this.group.awaitGone("view-kept");
	}

	@Test
	void waitIgnoresWaitTimeAndTriesOfMutex() throws Exception {
		Lock lock = this.redsync.newMutex("view-wait").asLock();
		Lock shortWait = this.redsync.newMutex("view-wait", (options) -> options.waitTime(Duration.ZERO).tries(1))
			.asLock();
		lock.lock();
		CompletableFuture<Thread> waiter = new CompletableFuture<>();
		Future<Boolean> locked = this.executor.submit(() -> {
			waiter.complete(Thread.currentThread());
			shortWait.lock();
			shortWait.unlock();
			return true;
		});
		Awaitility.await().until(() -> waiter.join().getState() == Thread.State.WAITING);
		assertThat(locked).isNotDone();
		lock.unlock();
		assertThat(locked.get()).isTrue();
	}

	@Test
	void lockKeepsInterruptFlag() throws Exception {
		Lock lock = this.redsync.newMutex("view-flag").asLock();
		lock.lock();
		CompletableFuture<Thread> waiter = new CompletableFuture<>();
		Future<Boolean> interrupted = this.executor.submit(() -> {
			waiter.complete(Thread.currentThread());
			lock.lock();
			try {
				return Thread.currentThread().isInterrupted();
			}
			finally {
				lock.unlock();
			}
		});
		Awaitility.await().until(() -> waiter.join().getState() == Thread.State.WAITING);
		waiter.join().interrupt();
		// The flag is cleared, and the thread waits again
		Awaitility.await()
			.until(() -> !waiter.join().isInterrupted() && waiter.join().getState() == Thread.State.WAITING);
		assertThat(interrupted).isNotDone();
		lock.unlock();
		assertThat(interrupted.get()).isTrue();
		this.group.awaitGone("view-flag");
	}

	@Test
	void interruptibleMethodsThrow() throws Exception {
		Lock lock = this.redsync.newMutex("view-interrupt").asLock();
		lock.lock();
		List<Callable<Boolean>> ways = List.of(() -> {
			lock.lockInterruptibly();
			return true;
		}, () -> lock.tryLock(1, TimeUnit.DAYS));
		for (Callable<Boolean> way : ways) {
			CompletableFuture<Thread> waiter = new CompletableFuture<>();
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			Future<Boolean> locked = this.executor.submit(() -> {
				waiter.complete(Thread.currentThread());
				try {
					return way.call();
				}
				finally {
					flag.complete(Thread.currentThread().isInterrupted());
				}
			});
			waiter.join().interrupt();
			assertThat(locked).failsWithin(20, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(InterruptedException.class);
			assertThat(flag.join()).isFalse();
		}
		lock.unlock();
		this.group.awaitGone("view-interrupt");
	}

	@Test
	void tryLockIgnoresInterrupt() {
		Lock lock = this.redsync.newMutex("view-try").asLock();
		Thread.currentThread().interrupt();
		assertThat(lock.tryLock()).isTrue();
		lock.unlock();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void unlockAndReentryReportLoss() {
		Lock lock = shortLived("view-lost", (options) -> {
		});
		lock.lock();
		lose("view-lost");
		Awaitility.await()
			.pollInSameThread()
			.untilAsserted(() -> assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> {
				lock.lock();
				lock.unlock();
			}));
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lock::tryLock);
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lock::unlock)
			.withMessageContaining("'view-lost'");
		// The thread no longer holds the lock, and may lock it again
		lock.lock();
		lock.unlock();
	}

	@Test
	void lossShownByReleaseIsReported() {
		Lock lock = this.redsync.newMutex("view-gone").asLock();
		lock.lock();
		lose("view-gone");
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lock::unlock);
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
	}

	@Test
	void lostLeaseDoesNotBlockOtherThreads() throws Exception {
		Lock lock = shortLived("view-stuck", (options) -> options.maxHold(Duration.ofMillis(500)));
		lock.lock();
		boolean locked = onAnotherThread(() -> {
			lock.lock();
			lock.unlock();
			return true;
		});
		assertThat(locked).isTrue();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lock::unlock);
	}

	@Test
	void unreachableMajorityThrowsException() {
		Lock lock = this.redsync.newMutex("view-down").asLock();
		this.servers.get(0).pause();
		this.servers.get(1).pause();
		try {
			assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(lock::tryLock);
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> lock.tryLock(100, TimeUnit.MILLISECONDS));
		}
		finally {
			this.servers.forEach(RedisServer::resume);
		}
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
	}

	@Test
	void unconfirmedReleaseThrowsNothing() {
		Lock lock = this.redsync.newMutex("view-unseen").asLock();
		lock.lock();
		this.servers.get(0).pause();
		this.servers.get(1).pause();
		try {
			lock.unlock();
		}
		finally {
			this.servers.forEach(RedisServer::resume);
		}
		this.group.awaitGone("view-unseen");
	}

	@Test
	void viewOfSeveralLocksLocksAll() throws Exception {
		Lock lock = this.redsync.newMutex(List.of("view-b", "view-a")).asLock();
		lock.lock();
		Lock part = this.redsync.newMutex("view-a").asLock();
		assertThat(part.tryLock()).isFalse();
		lock.unlock();
		assertThat(part.tryLock(30, TimeUnit.SECONDS)).isTrue();
		part.unlock();
	}

	@Test
	void conditionsAreNotSupported() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(this.redsync.newMutex("view-condition").asLock()::newCondition);
	}

	private Lock shortLived(String name, Consumer<LockOptionsBuilder> customizer) {
		return ServerGroup.shortLived(this.redsync, name, customizer).asLock();
	}

	private void lose(String key) {
		Awaitility.await().until(() -> this.group.existing(key) == 3);
		this.servers.forEach((server) -> server.command("DEL", key));
	}

	private void awaitExtensions(String key, int count) {
		AtomicReference<Long> before = new AtomicReference<>(0L);
		for (int i = 0; i < count; i++) {
			Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
				long left = (Long) this.servers.get(0).command("PTTL", key);
				return left > before.getAndSet(left) && left > 0;
			});
		}
	}

	private <T> T onAnotherThread(Callable<T> call) throws Exception {
		try {
			return this.executor.submit(call).get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

}

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

package io.github.redsync.hazards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.github.redsync.ExtendFailedException;
import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for closing a Redsync while locks are acquired, awaited and held.
 */
@RedisNodes(count = 5)
@Timeout(60)
class ClosingTests {

	private final RedisServers servers;

	private final ProxiedServers proxied;

	ClosingTests(RedisServers servers) {
		this.servers = servers;
		this.proxied = new ProxiedServers(servers);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	private static Mutex mutex(Redsync redsync, String name, boolean fenced) {
		return redsync.newMutex(name,
				(options) -> options.expiry(Duration.ofMinutes(1)).waitTime(Duration.ofMinutes(5)).fencing(fenced));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void acquisitionsInProgressEndAndLeaveNoKey(boolean fenced) {
		Redsync redsync = this.proxied.connect();
		mutex(this.proxied.connectDirectly(), "taken", false).lock();
		List<CompletableFuture<Lease>> waiting = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			waiting.add(mutex(redsync, "taken", fenced).lockAsync());
		}
		for (int i = 0; i < 3; i++) {
			this.proxied.proxy(i).delayReplies(Duration.ofMinutes(1));
		}
		for (int i = 0; i < 50; i++) {
			waiting.add(mutex(redsync, "in-progress-" + i, fenced).lockAsync());
		}
		ProxiedServers.await().until(() -> this.proxied.existing("in-progress-49") == 5);
		redsync.close();
		for (CompletableFuture<Lease> future : waiting) {
			assertThat(future.handle((lease, failure) -> failure).orTimeout(20, TimeUnit.SECONDS).join())
				.isInstanceOf(LockNotAcquiredException.class)
				.hasMessageContaining("Redsync is closed");
		}
		for (int i = 0; i < 50; i++) {
			String key = "in-progress-" + i;
			ProxiedServers.await().until(() -> this.proxied.existing(key) == 0);
		}
	}

	@Test
	void waitingThreadsEnd() throws InterruptedException {
		Redsync redsync = this.proxied.connectDirectly();
		mutex(this.proxied.connectDirectly(), "taken", false).lock();
		List<CompletableFuture<Throwable>> ends = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			CompletableFuture<Throwable> end = new CompletableFuture<>();
			Thread thread = new Thread(() -> {
				try {
					mutex(redsync, "taken", false).lock();
					end.complete(null);
				}
				catch (RuntimeException ex) {
					end.complete(ex);
				}
			});
			thread.start();
			threads.add(thread);
			ends.add(end);
		}
		ProxiedServers.await()
			.until(() -> threads.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
		redsync.close();
		for (CompletableFuture<Throwable> end : ends) {
			assertThat(end.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(LockNotAcquiredException.class)
				.hasMessageContaining("Redsync is closed");
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	@Test
	void operationsAfterCloseDoNotBlock() {
		Redsync redsync = this.proxied.connectDirectly();
		Lease held = mutex(redsync, "held", false).lock();
		redsync.close();
		assertThat(held.isValid()).isTrue();
		Lease attached = mutex(redsync, "held", false).attach(held.value());
		assertThat(catchThrowable(held::extend)).isInstanceOf(ExtendFailedException.class)
			.hasMessage("Lock 'held' not extended: Redsync is closed");
		assertThat(catchThrowable(attached::extend)).isInstanceOf(ExtendFailedException.class)
			.hasMessage("Lock 'held' not extended: Redsync is closed");
		Mutex mutex = mutex(redsync, "late", false);
		assertThat(catchThrowable(mutex::lock)).isInstanceOf(LockNotAcquiredException.class)
			.hasMessage("Lock 'late' not acquired: Redsync is closed; 0 attempts in 0 ms");
		assertThat(mutex.lockAsync().handle((lease, failure) -> failure).orTimeout(20, TimeUnit.SECONDS).join())
			.isNotInstanceOf(CompletionException.class)
			.isInstanceOf(LockNotAcquiredException.class);
		assertThat(mutex.inspect().held()).isFalse();
		assertThat(held.verify()).isFalse();
		held.close();
		assertThat(held.isValid()).isFalse();
	}

	@Test
	void closeStopsAllThreads() {
		List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
		for (int i = 0; i < 3; i++) {
			Redsync redsync = this.proxied.connectDirectly((builder) -> {
			});
			redsync.newMutex("thread", (options) -> options.autoExtend(true))
				.lockAsync()
				.thenAccept(Lease::close)
				.join();
			redsync.close();
		}
		ProxiedServers.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
				.filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("redsync") || name.startsWith("lettuce")));
	}

	@Test
	void lossAfterCloseIsReported() {
		Redsync redsync = this.proxied.connectDirectly();
		Lease lease = redsync.newMutex("held", (options) -> options.expiry(Duration.ofSeconds(1)).autoExtend(true))
			.lock();
		CompletableFuture<String> work = new CompletableFuture<>();
		CompletableFuture<String> call = redsync.withLockAsync("worked",
				(options) -> options.expiry(Duration.ofSeconds(1)), (held) -> work);
		ProxiedServers.await().until(() -> this.proxied.existing("worked") == 5);
		assertThat(lease.onLost()).isSameAs(lease.onLost());
		redsync.close();
		assertThat(lease.onLost().orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(LeaseLostException.class);
		assertThat(catchThrowable(() -> call.orTimeout(20, TimeUnit.SECONDS).join()))
			.hasCauseInstanceOf(LeaseLostException.class);
		ProxiedServers.await().until(work::isCancelled);
	}

	@Test
	void closeEndsCallsOfEveryKind() {
		Redsync redsync = this.proxied.connectDirectly();
		mutex(this.proxied.connectDirectly(), "taken", false).lock();
		Mutex single = mutex(redsync, "taken", false);
		Mutex several = redsync.newMutex(List.of("free", "taken"), single.options());
		List<CompletableFuture<?>> calls = List.of(single.lockAsync(), several.lockAsync(),
				CompletableFuture.runAsync(single::lock), CompletableFuture.runAsync(several::lock),
				CompletableFuture.runAsync(single.asLock()::lock),
				CompletableFuture.runAsync(() -> single.tryLock(Duration.ofMinutes(5))),
				redsync.withLockAsync("taken", () -> CompletableFuture.completedFuture("done")));
		ProxiedServers.await().until(() -> this.proxied.existing("free") == 5);
		redsync.close();
		assertThat(calls).allSatisfy((call) -> assertThat(failure(call)).hasStackTraceContaining("Redsync is closed"));
		ProxiedServers.await().until(() -> this.proxied.existing("free") == 0);
	}

	@Test
	void closeDuringHandOffLeavesNoKey() {
		Redsync redsync = this.proxied.connect();
		Mutex mutex = mutex(redsync, "passed", false);
		Lease holder = mutex.lock();
		CompletableFuture<Lease> waiter = mutex.lockAsync();
		ProxiedServers.settle(redsync);
		for (int i = 0; i < 5; i++) {
			this.proxied.proxy(i).delayReplies(Duration.ofMinutes(1));
		}
		CompletableFuture<Void> released = holder.unlockAsync();
		ProxiedServers.await().until(() -> !holder.value().equals(this.servers.get(4).command("GET", "passed")));
		redsync.close();
		assertThat(failure(waiter)).hasStackTraceContaining("Redsync is closed");
		assertThat(released.handle((done, failure) -> true).orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
		ProxiedServers.await().until(() -> this.proxied.existing("passed") == 0);
	}

	private static Throwable failure(CompletableFuture<?> call) {
		return catchThrowable(() -> call.copy().orTimeout(20, TimeUnit.SECONDS).join());
	}

	@Test
	void callsAfterCloseFailImmediately() {
		Redsync redsync = this.proxied.connectDirectly();
		Mutex first = mutex(redsync, "a", false);
		Lease holder = first.lock();
		CompletableFuture<Lease> waiter = first.lockAsync();
		holder.unlock();
		assertThat(waiter.orTimeout(20, TimeUnit.SECONDS).join().isValid()).isTrue();
		redsync.close();
		List<Runnable> calls = List.of(first::lock, first::tryLock, () -> first.tryLock(Duration.ofMinutes(5)),
				() -> first.lockAsync().join(), () -> first.asLock().lock(), () -> first.asLock().tryLock(),
				() -> redsync.newMutex(List.of("a", "b"), LockOptions.defaults()).lock(),
				() -> redsync.withLockAsync("a", () -> CompletableFuture.completedFuture("done")).join());
		assertThat(calls).allSatisfy((call) -> assertThat(failure(CompletableFuture.runAsync(call)))
			.hasStackTraceContaining("Redsync is closed"));
	}

	@Test
	void closeWhileConnectingLeavesNoConnection() {
		RedisServer server = this.servers.get(0);
		int before = connections(server);
		for (int i = 0; i < 10; i++) {
			Redsync.connect(server.uri()).close();
		}
		ProxiedServers.await().untilAsserted(() -> assertThat(connections(server)).isEqualTo(before));
	}

	@Test
	void failedBuildLeavesNoConnection() {
		RedisServer server = this.servers.get(0);
		int before = connections(server);
		for (int i = 0; i < 10; i++) {
			Redsync.Builder builder = Redsync.builder().node(server.uri()).node(server.uri());
			assertThat(catchThrowable(builder::build)).isInstanceOf(IllegalArgumentException.class);
		}
		ProxiedServers.await().untilAsserted(() -> assertThat(connections(server)).isEqualTo(before));
	}

	private static int connections(RedisServer server) {
		String info = String.valueOf(server.command("INFO", "clients"));
		return info.lines()
			.filter((line) -> line.startsWith("connected_clients:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

}

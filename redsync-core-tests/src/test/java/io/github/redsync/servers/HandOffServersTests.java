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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Hand-offs of locks within a process, on real servers.
 */
@RedisNodes(count = 3)
class HandOffServersTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final RedisServers servers;

	private final ServerGroup group;

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger overlaps = new AtomicInteger();

	private final AtomicLong latestToken = new AtomicLong();

	private final AtomicInteger acquisitions = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	HandOffServersTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	private static Mutex fenced(Redsync redsync, String name) {
		return redsync.newMutex(name, (options) -> options.fencing(true).waitTime(LONG));
	}

	@Test
	void fencedLockIsHandedOffAtomicallyWithLargerToken() {
		try (Redsync redsync = this.group.connect()) {
			Lease first = fenced(redsync, "passed").lock();
			this.group.awaitHeld("passed", first.value(), 3);
			CompletableFuture<Lease> waiting = fenced(redsync, "passed").lockAsync();
			this.servers.forEach((server) -> server.command("CONFIG", "RESETSTAT"));
			first.unlock();
			Lease second = waiting.orTimeout(20, TimeUnit.SECONDS).join();
			this.group.awaitHeld("passed", second.value(), 3);
			assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
			for (RedisServer server : this.servers) {
				// A separate release would have deleted the key
				assertThat(commands(server)).contains("cmdstat_set:").doesNotContain("cmdstat_del:");
			}
			// A majority is sufficient
			assertThat(this.group.existing("passed:fence")).isGreaterThanOrEqualTo(2);
			second.unlock();
		}
	}

	@Test
	void missingCounterOnOneNodeDoesNotLowerToken() {
		try (Redsync redsync = this.group.connect()) {
			Lease first = fenced(redsync, "forgotten").lock();
			this.group.awaitHeld("forgotten", first.value(), 3);
			CompletableFuture<Lease> waiting = fenced(redsync, "forgotten").lockAsync();
			this.servers.get(0).command("DEL", "forgotten:fence");
			first.unlock();
			Lease second = waiting.orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(second.fencingToken()).isGreaterThan(first.fencingToken());
			second.unlock();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void lockHeldByAnotherIsNotHandedOff(boolean fenced) {
		String name = "foreign-" + fenced;
		try (Redsync redsync = this.group.connect()) {
			Mutex mutex = redsync.newMutex(name, (options) -> options.fencing(fenced).waitTime(LONG));
			Lease lease = mutex.lock();
			this.group.awaitHeld(name, lease.value(), 3);
			CompletableFuture<Lease> waiting = mutex.lockAsync();
			this.group.set(name, "foreign", 0, 3, 60_000);
			// On the connections of the change notifications and of the waiter's requests
			mutex.inspect();
			mutex.inspect();
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
			// On the same connections, after a possible hand-off
			assertThat(mutex.inspect().held()).isTrue();
			assertThat(this.group.holding(name, "foreign")).isEqualTo(3);
			assertThat(waiting.cancel(true)).isTrue();
		}
	}

	private static String commands(RedisServer server) {
		return String.valueOf(server.command("INFO", "commandstats"));
	}

	@Test
	void handOffsOfTwoProcessesDoNotOverlapDuringPauses() throws InterruptedException {
		try (Redsync one = this.group.connect(); Redsync two = this.group.connect()) {
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				Redsync mine = (i % 2 == 0) ? one : two;
				threads.add(new Thread(() -> contend(mine)));
			}
			threads.forEach(Thread::start);
			for (int round = 0; round < 6; round++) {
				int before = this.acquisitions.get();
				RedisServer hung = this.servers.get(round % 3);
				hung.pause();
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.acquisitions.get() > before + 50);
				hung.resume();
			}
			this.stopped.set(true);
			for (Thread thread : threads) {
				thread.join(TimeUnit.MINUTES.toMillis(1));
				assertThat(thread.isAlive()).isFalse();
			}
		}
		assertThat(this.overlaps).hasValue(0);
		this.group.awaitGone("hot");
	}

	private void contend(Redsync redsync) {
		while (!this.stopped.get()) {
			Lease lease = fenced(redsync, "hot").lock();
			boolean alone = this.inside.incrementAndGet() == 1;
			boolean later = this.latestToken.getAndSet(lease.fencingToken()) < lease.fencingToken();
			this.overlaps.addAndGet((alone && later) ? 0 : 1);
			this.inside.decrementAndGet();
			lease.unlock();
			this.acquisitions.incrementAndGet();
		}
	}

}

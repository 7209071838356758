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

package io.github.redsync.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that come back empty while locks are held.
 */
@RedisNodes(count = 5)
class RestartTests {

	private final RedisServers servers;

	private final Fleet fleet;

	RestartTests(RedisServers servers) {
		this.servers = servers;
		this.fleet = Fleet.of(servers);
	}

	@Test
	void aLockOnExactlyThreeOfFiveSurvivesTheRestartOfOneOfThem() {
		try (Redsync holder = this.fleet.connect(); Redsync other = this.fleet.connect()) {
			this.fleet.set("bare", "another", 3, 5, 60_000);
			Lease lease = holder.newMutex("bare").lock();
			Awaitility.await().until(() -> lease.timeLeft().compareTo(Duration.ofMillis(7_400)) < 0);
			assertThat(this.fleet.holding("bare", lease.value())).isEqualTo(3);
			this.servers.get(0).kill();
			this.servers.get(0).restartEmpty();
			Fleet.awaitUp(other, 5);
			this.servers.get(3).command("DEL", "bare");
			this.servers.get(4).command("DEL", "bare");
			// Three of five are free now, but the vote of one of them does not count yet
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> other.newMutex("bare", (options) -> options.waitTime(Duration.ofMillis(300))).lock());
			assertThat(lease.isValid()).isTrue();
			Lease next = other.newMutex("bare", (options) -> options.waitTime(Duration.ofSeconds(30))).lock();
			assertThat(lease.isValid()).isFalse();
			next.unlock();
		}
	}

	@Test
	void rollingRestartsUnderLoadNeverLetTwoIn() throws InterruptedException {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		AtomicInteger held = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		try (Redsync one = this.fleet.connect(); Redsync two = this.fleet.connect()) {
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Redsync mine = (i % 2 == 0) ? one : two;
				Thread thread = new Thread(() -> {
					while (!over.get()) {
						contend(mine, inside, overlaps, held);
					}
				});
				thread.start();
				threads.add(thread);
			}
			for (int i = 0; i < 5; i++) {
				int before = held.get();
				this.servers.get(i).kill();
				this.servers.get(i).restartEmpty();
				Fleet.awaitUp(one, 5);
				Fleet.awaitUp(two, 5);
				Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> held.get() > before + 5);
			}
			over.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
		}
		assertThat(overlaps).hasValue(0);
		this.fleet.awaitGone("rolling");
	}

	private static void contend(Redsync redsync, AtomicInteger inside, AtomicInteger overlaps, AtomicInteger held) {
		try (Lease lease = redsync
			.newMutex("rolling", (options) -> options.expiry(Duration.ofSeconds(1)).autoExtend(true))
			.lock()) {
			int others = inside.getAndIncrement();
			// A holder whose keys were forgotten by a majority is told so, and is no
			// longer one
			overlaps.addAndGet((others > 0 && lease.isValid()) ? 1 : 0);
			held.incrementAndGet();
			inside.decrementAndGet();
		}
		catch (LockNotAcquiredException ex) {
			assertThat(ex.nodes()).hasSize(5);
		}
	}

}

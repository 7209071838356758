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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nodes with a delay of 5, 80 and 250 ms in each direction. With the default expiry a
 * node has 400 ms to reply, which is less than the longest round trip.
 */
@RedisNodes(count = 3)
@Timeout(60)
class FarNodesTests {

	private final RedisServers servers;

	FarNodesTests(RedisServers servers) {
		this.servers = servers;
	}

	@Test
	void boundedWaitIsRefusedByHolder() {
		forEachDelay((delay) -> {
			String name = "taken-" + delay;
			try (ProxiedServers proxied = new ProxiedServers(this.servers)) {
				proxied.connectDirectly().newMutex(name, (options) -> options.expiry(Duration.ofMinutes(1))).lock();
				Redsync redsync = connect(proxied, delay);
				Stream.of(0, 300, 500, 1_000)
					.map(Duration::ofMillis)
					.map((wait) -> CompletableFuture
						.supplyAsync(() -> redsync.newMutex(name, (options) -> options.waitTime(wait)).tryLock(wait)))
					.toList()
					.forEach((refused) -> assertThat(refused.join()).as(name).isEmpty());
				assertThatExceptionOfType(LockTakenException.class).as(name)
					.isThrownBy(
							() -> redsync.newMutex(name, (options) -> options.waitTime(Duration.ofMillis(600))).lock());
			}
		});
	}

	@Test
	void leaseIsExtendedVerifiedReleasedAndAcquiredByWaiters() {
		forEachDelay((delay) -> {
			String name = "free-" + delay;
			try (ProxiedServers proxied = new ProxiedServers(this.servers)) {
				Redsync redsync = connect(proxied, delay);
				Redsync other = proxied.connect();
				Lease lease = redsync.newMutex(name, (options) -> options.fencing(true)).tryLock().orElseThrow();
				assertThat(lease.fencingToken()).isPositive();
				lease.extend();
				assertThat(lease.verify()).as(name).isTrue();
				assertThat(other.newMutex(name).inspect().held()).as(name).isTrue();
				CompletableFuture<Void> served = CompletableFuture.allOf(waiter(redsync, name), waiter(other, name));
				lease.unlock();
				served.join();
				assertThat(proxied.existing(name)).as(name).isZero();
			}
		});
	}

	@Test
	void firstCallWaitsForConnections() {
		forEachDelay((delay) -> {
			String name = "first-" + delay;
			try (ProxiedServers proxied = new ProxiedServers(this.servers)) {
				delay(proxied, delay);
				try (Redsync redsync = Redsync.connect(uris(proxied))) {
					redsync.newMutex(name).tryLock().orElseThrow().unlock();
				}
			}
		});
	}

	@Test
	void callWaitsForLostConnections() {
		forEachDelay(IntStream.of(80, 250), (delay) -> {
			String name = "lost-" + delay;
			try (ProxiedServers proxied = new ProxiedServers(this.servers)) {
				Redsync redsync = connect(proxied, delay);
				// Connections that last less than a second are reconnected after a delay
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_100));
				IntStream.range(0, 3).forEach((i) -> proxied.proxy(i).disconnect());
				ProxiedServers.await().pollInterval(Duration.ofMillis(1)).until(() -> isEachDown(redsync));
				redsync.newMutex(name).tryLock().orElseThrow().unlock();
			}
		});
	}

	private static boolean isEachDown(Redsync redsync) {
		return redsync.nodes().stream().noneMatch(RedisNode::isUp);
	}

	private static CompletableFuture<Void> waiter(Redsync redsync, String name) {
		return CompletableFuture
			.runAsync(() -> redsync.newMutex(name).tryLock(Duration.ofSeconds(20)).orElseThrow().unlock());
	}

	private static Redsync connect(ProxiedServers proxied, int delayMillis) {
		delay(proxied, delayMillis);
		return proxied.connect();
	}

	private static String[] uris(ProxiedServers proxied) {
		return IntStream.range(0, 3).mapToObj((i) -> proxied.proxy(i).uri()).toArray(String[]::new);
	}

	private static void delay(ProxiedServers proxied, int delayMillis) {
		for (int i = 0; i < 3; i++) {
			proxied.proxy(i).delayRequests(Duration.ofMillis(delayMillis));
			proxied.proxy(i).delayReplies(Duration.ofMillis(delayMillis));
		}
	}

	private static void forEachDelay(IntConsumer test) {
		forEachDelay(IntStream.of(5, 80, 250), test);
	}

	private static void forEachDelay(IntStream delays, IntConsumer test) {
		delays
			.mapToObj(
					(delay) -> CompletableFuture.runAsync(() -> test.accept(delay), (task) -> new Thread(task).start()))
			.toList()
			.forEach(CompletableFuture::join);
	}

}

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Wake-ups of waiters. The retry delay is ten minutes, so a waiter that gets the lock in
 * these tests was woken.
 */
@RedisNodes(count = 3)
class ReleaseNotificationTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String GO_RELEASE = """
			local val = redis.call("GET", KEYS[1])
			if val == ARGV[1] then
				return redis.call("DEL", KEYS[1])
			elseif val == false then
				return -1
			else
				return 0
			end
			""";

	private final RedisServers servers;

	private final ServerGroup group;

	private Redsync redsync;

	ReleaseNotificationTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@BeforeEach
	void connect() {
		this.redsync = this.group.connect();
	}

	@AfterEach
	void close() {
		this.redsync.close();
	}

	private static Mutex mutex(Redsync redsync, String name) {
		return redsync.newMutex(name, (options) -> options.waitTime(LONG).retryDelay((attempt) -> LONG));
	}

	private CompletableFuture<Lease> waitFor(String name) {
		CompletableFuture<Lease> waiting = mutex(this.redsync, name).lockAsync();
		awaitWatched(1);
		return waiting;
	}

	private List<RedisServer> servers() {
		return IntStream.range(0, this.servers.size()).mapToObj(this.servers::get).toList();
	}

	private void awaitWatched(int keys) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> servers().stream().allMatch((server) -> watched(server) == keys));
	}

	private static int watched(RedisServer server) {
		return String.valueOf(server.command("INFO", "stats"))
			.lines()
			.filter((line) -> line.startsWith("tracking_total_keys:"))
			.mapToInt((line) -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
			.sum();
	}

	@Test
	void waiterIsWokenByDelete() {
		this.group.set("deleted", "foreign", 0, 3, 600_000);
		CompletableFuture<Lease> waiting = waitFor("deleted");
		this.servers.forEach((server) -> server.command("DEL", "deleted"));
		assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
	}

	@Test
	void waiterIsWokenByDeleteOfKeyWithPrefix() {
		try (Redsync prefixed = this.group.connect((builder) -> builder.keyPrefix("locks:\u00fc:"))) {
			this.group.set("locks:\u00fc:deleted", "foreign", 0, 3, 600_000);
			CompletableFuture<Lease> waiting = mutex(prefixed, "deleted").lockAsync();
			awaitWatched(1);
			this.servers.forEach((server) -> server.command("DEL", "locks:\u00fc:deleted"));
			assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
		}
	}

	@Test
	void waiterIsWokenByReleaseOfGoRedsync() {
		this.group.set("go", "value", 0, 3, 600_000);
		CompletableFuture<Lease> waiting = waitFor("go");
		this.servers.forEach((server) -> server.command("EVAL", GO_RELEASE, "1", "go", "value"));
		assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
	}

	@Test
	void waiterIsWokenByReleaseOfOtherProcess() {
		try (Redsync other = this.group.connect()) {
			Lease lease = mutex(other, "ours").lock();
			this.group.awaitHeld("ours", lease.value(), 3);
			CompletableFuture<Lease> waiting = waitFor("ours");
			lease.unlock();
			assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
		}
	}

	@Test
	void waiterIsWokenByReleaseAfterExtension() {
		try (Redsync other = this.group.connect()) {
			Lease lease = mutex(other, "extended").lock();
			this.group.awaitHeld("extended", lease.value(), 3);
			CompletableFuture<Lease> waiting = waitFor("extended");
			lease.extend();
			// After an unsuccessful wake-up, a waiter watches at least one node
			Awaitility.await().until(() -> servers().stream().anyMatch((server) -> watched(server) == 1));
			lease.unlock();
			assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
		}
	}

	@Test
	void waiterIsWokenByReleaseOfSameProcess() {
		Lease lease = mutex(this.redsync, "same").lock();
		CompletableFuture<Lease> waiting = mutex(this.redsync, "same").lockAsync();
		lease.unlock();
		assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
		this.group.awaitGone("same");
	}

	@Test
	void waiterIsWokenByEndOfTimeToLive() {
		this.group.set("expiring", "foreign", 0, 3, 300);
		assertThat(mutex(this.redsync, "expiring").lockAsync()).succeedsWithin(SOON).satisfies(Lease::unlock);
	}

	@Test
	void waiterIsWokenByReleaseAfterLostConnections() {
		List<FaultProxy> proxies = servers().stream().map(FaultProxy::inFrontOf).toList();
		Redsync.Builder builder = Redsync.builder();
		proxies.forEach((proxy) -> builder.node(proxy.uri()));
		try (Redsync behind = builder.build()) {
			ServerGroup.awaitUp(behind, 3);
			this.group.set("cut", "foreign", 0, 3, 600_000);
			CompletableFuture<Lease> waiting = mutex(behind, "cut").lockAsync();
			awaitWatched(1);
			proxies.forEach(FaultProxy::disconnect);
			this.servers.forEach((server) -> server.command("DEL", "cut"));
			assertThat(waiting).succeedsWithin(SOON).satisfies(Lease::unlock);
		}
		finally {
			proxies.forEach(FaultProxy::close);
		}
	}

	@Test
	void noKeyIsWatchedWithoutWaiters() {
		mutex(this.redsync, "alone").lock().unlock();
		this.group.set("taken", "foreign", 0, 3, 600_000);
		assertThat(mutex(this.redsync, "taken").tryLock()).isEmpty();
		assertThat(mutex(this.redsync, "taken").tryLock(Duration.ZERO)).isEmpty();
		this.redsync.ping(SOON);
		assertThat(servers().stream().mapToInt(ReleaseNotificationTests::watched)).containsOnly(0);
	}

}

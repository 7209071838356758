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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fencing counters of real servers, as used by the scripts and the driver.
 */
@RedisNodes(count = 3)
class FencingServersTests {

	private static final Duration EXPIRY = Duration.ofMillis(500);

	private static final String OTHER_LIFE = "0123456789012345678901234567890123456789/9";

	/** A time in 2020, in microseconds since the epoch. */
	private static final long EARLIEST_CLOCK = 1_600_000_000_000_000L;

	private final RedisServers servers;

	FencingServersTests(RedisServers servers) {
		this.servers = servers;
	}

	private static Redsync connect(RedisServers servers) {
		Redsync.Builder builder = Redsync.builder().defaults(LockOptions.builder().expiry(EXPIRY).build());
		servers.uris().forEach(builder::node);
		Redsync redsync = builder.build();
		ServerGroup.awaitUp(redsync, servers.size());
		return redsync;
	}

	private static long token(Redsync redsync, String name) {
		Mutex mutex = redsync.newMutex(name, (options) -> options.fencing(true).waitTime(Duration.ofSeconds(20)));
		try (Lease lease = mutex.lock()) {
			return lease.fencingToken();
		}
	}

	private static String counter(RedisServer server, String name) {
		return String.valueOf(server.command("GET", name + ":fence"));
	}

	@Test
	void counterOfAnotherIncarnationDoesNotVouch() {
		this.servers.forEach((server) -> server.command("SET", "stale:fence", "100 " + OTHER_LIFE, "PX", "60000"));
		try (Redsync redsync = connect(this.servers)) {
			long first = token(redsync, "stale");
			assertThat(first).isGreaterThan(EARLIEST_CLOCK);
			assertThat(token(redsync, "stale")).isEqualTo(first + 1);
			assertThat(this.servers.list())
				.filteredOn((server) -> counter(server, "stale").startsWith((first + 1) + " "))
				.hasSizeGreaterThanOrEqualTo(2)
				.allSatisfy((server) -> assertThat(counter(server, "stale")).doesNotContain(OTHER_LIFE));
		}
	}

	@Test
	void counterWithoutIncarnationDoesNotVouch() {
		this.servers.forEach((server) -> server.command("SET", "plain:fence", "100", "PX", "60000"));
		try (Redsync redsync = connect(this.servers)) {
			assertThat(token(redsync, "plain")).isGreaterThan(EARLIEST_CLOCK);
		}
	}

	@Test
	void counterReachesEveryNodeWhileLockIsHeld() {
		try (Redsync redsync = connect(this.servers);
				Lease lease = redsync.newMutex("every", (options) -> options.fencing(true).autoExtend(true)).lock()) {
			Awaitility.await()
				.atMost(20, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(this.servers.list()).allSatisfy(
						(server) -> assertThat(counter(server, "every")).startsWith(lease.fencingToken() + " ")));
		}
	}

	@Test
	void raiseNeedsLockAndNeverLowersCounter() {
		RedisServer server = this.servers.get(0);
		try (LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			RedisNode node = nodes.node(LettuceNodeOptions.of(server.uri()));
			NodeReply granted = reply(node.acquire(new AcquireRequest("raised", "mine", 60_000, true, 0)));
			assertThat(granted.status()).isEqualTo(Status.GRANTED);
			assertThat(reply(node.raise("raised", "another", 70, granted.incarnation())).status())
				.isEqualTo(Status.TAKEN);
			assertThat(counter(server, "raised")).isEqualTo("null");
			assertThat(reply(node.raise("raised", "mine", 70, granted.incarnation())).status())
				.isEqualTo(Status.RAISED);
			assertThat(reply(node.raise("raised", "mine", 60, granted.incarnation())).status()).isEqualTo(Status.TAKEN);
			assertThat(counter(server, "raised")).isEqualTo("70 " + granted.incarnation().id());
		}
	}

	@Test
	void raiseIsNotSentToAnotherIncarnation() {
		RedisServer server = this.servers.get(0);
		try (LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			RedisNode node = nodes.node(LettuceNodeOptions.of(server.uri()));
			reply(node.acquire(new AcquireRequest("restarted", "mine", 60_000, true, 0)));
			assertThat(node.raise("restarted", "mine", 70, new Incarnation(OTHER_LIFE, 0, 0)).toCompletableFuture())
				.failsWithin(Duration.ofSeconds(20))
				.withThrowableThat()
				.withMessageContaining("has restarted since it granted the lock");
			assertThat(counter(server, "restarted")).isEqualTo("null");
		}
	}

	@Test
	void tokensGrowWithNewIncarnationsAndAnyNodeDown() {
		try (RedisServers own = RedisServers.start(3); Redsync redsync = connect(own)) {
			long last = token(redsync, "rolling");
			for (RedisServer server : own) {
				// The data is kept and the replication id is new, as after a restart with
				// persistence
				server.command("REPLICAOF", "127.0.0.1", "1");
				server.command("REPLICAOF", "NO", "ONE");
				server.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
				ServerGroup.awaitUp(redsync, 3);
				long next = token(redsync, "rolling");
				assertThat(next).isGreaterThan(last);
				last = next;
			}
			for (RedisServer server : own) {
				server.pause();
				long next = token(redsync, "rolling");
				assertThat(next).as("%s down", server).isGreaterThan(last);
				last = next;
				server.resume();
				ServerGroup.awaitUp(redsync, 3);
			}
		}
	}

	private static NodeReply reply(CompletionStage<NodeReply> stage) {
		return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
	}

}

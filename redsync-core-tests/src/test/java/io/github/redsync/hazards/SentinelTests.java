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

import java.io.IOException;
import java.time.Duration;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nodes whose server is found by a Sentinel.
 */
class SentinelTests {

	@Test
	void serverIsFoundBySentinelForEachConnection() throws IOException {
		try (RedisServer server = RedisServer.start();
				SentinelProcess sentinel = SentinelProcess.watching(server);
				Redsync redsync = Redsync.connect("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#primary")) {
			ProxiedServers.awaitUp(redsync);
			assertThat(redsync.nodes()).extracting((node) -> node.name()).containsExactly("sentinel:primary");
			String value = redsync.newMutex("found").lock().value();
			assertThat(server.command("GET", "found")).isEqualTo(value);
			long before = ProxiedServers.calls(server, "info");
			server.command("CLIENT", "KILL", "TYPE", "normal");
			ProxiedServers.await().until(() -> ProxiedServers.calls(server, "info") > before + 1);
			ProxiedServers.awaitUp(redsync);
			assertThat(redsync.newMutex("found").tryLock()).isEmpty();
		}
	}

	@Test
	void promotedReplicaDoesNotVoteAfterFailover() throws IOException {
		try (RedisServers servers = RedisServers.start(4)) {
			RedisServer primary = servers.get(0);
			RedisServer replica = servers.get(3);
			replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
			ProxiedServers.await().until(() -> info(replica, "replication").contains("master_link_status:up"));
			try (SentinelProcess sentinel = SentinelProcess.watching(primary);
					Redsync holder = connect(sentinel, servers);
					Redsync other = connect(sentinel, servers)) {
				// Held by two of three nodes: the primary and the second
				servers.get(2).command("SET", "failed-over", "another", "PX", "60000");
				Lease lease = holder.newMutex("failed-over", (options) -> options.expiry(Duration.ofSeconds(30)))
					.lock();
				other.newMutex("longest-expiry-in-use", (options) -> options.expiry(Duration.ofSeconds(30)))
					.lock()
					.unlock();
				primary.kill();
				ProxiedServers.await().until(() -> info(replica, "replication").contains("role:master"));
				// After 1.5 s the holder tries to restore the key where it was refused
				ProxiedServers.await().until(() -> lease.timeLeft().compareTo(Duration.ofSeconds(28)) < 0);
				// As if the key had not been replicated to the promoted server
				replica.command("DEL", "failed-over");
				servers.get(2).command("DEL", "failed-over");
				ProxiedServers.awaitUp(other);
				assertThatExceptionOfType(LockTakenException.class)
					.isThrownBy(
							() -> other.newMutex("failed-over", (options) -> options.waitTime(Duration.ofMillis(300)))
								.lock())
					.withMessageContaining("sentinel:primary: quarantined after a restart");
				assertThat(lease.isValid()).isTrue();
				// A grant of the quarantined server is released like the others
				ProxiedServers.await().until(() -> Long.valueOf(0).equals(replica.command("EXISTS", "failed-over")));
				lease.close();
			}
		}
	}

	private static Redsync connect(SentinelProcess sentinel, RedisServers servers) {
		Redsync redsync = Redsync.connect("redis-sentinel://127.0.0.1:" + sentinel.port() + "/0#primary",
				servers.get(1).uri(), servers.get(2).uri());
		ProxiedServers.awaitUp(redsync);
		return redsync;
	}

	private static String info(RedisServer server, String section) {
		return String.valueOf(server.command("INFO", section));
	}

}

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
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The keys on the servers as seen by a raw client, and the effect of the requests of
 * go-redsync.
 */
@RedisNodes(count = 3)
class WireFormatTests {

	private static final String GO_RELEASE = "local val = redis.call('GET', KEYS[1]) if val == ARGV[1] then "
			+ "return redis.call('DEL', KEYS[1]) elseif val == false then return -1 else return 0 end";

	private final RedisServers servers;

	private final ServerGroup group;

	WireFormatTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void lockIsStringKeyWithTimeToLive() {
		try (Redsync redsync = this.group.connect((builder) -> builder.owner("shop@web-1:4711"));
				Lease lease = redsync.newMutex("orders:42").lock()) {
			this.group.awaitHeld("orders:42", lease.value(), 3);
			for (RedisServer server : this.servers) {
				assertThat(server.command("TYPE", "orders:42")).isEqualTo("string");
				assertThat((Long) server.command("PTTL", "orders:42")).isBetween(1L, 8_000L);
				assertThat(server.command("KEYS", "*")).isEqualTo(List.of("orders:42"));
			}
			assertThat(lease.value()).endsWith("@shop@web-1:4711");
			assertThat(Base64.getDecoder().decode(lease.value().substring(0, 24))).hasSize(16);
		}
		this.group.awaitGone("orders:42");
	}

	@Test
	void valueWithoutOwnerHasFormOfGoRedsync() {
		try (Redsync redsync = this.group.connect((builder) -> builder.owner(""));
				Lease lease = redsync.newMutex("plain").lock()) {
			assertThat(lease.value()).matches("[A-Za-z0-9+/]{22}==");
		}
	}

	@Test
	void keyPrefixIsPartOfKeyOnly() {
		try (Redsync redsync = this.group.connect((builder) -> builder.keyPrefix("locks:"));
				Lease lease = redsync.newMutex("größe").lock()) {
			this.group.awaitHeld("locks:größe", lease.value(), 3);
			assertThat(lease.name()).isEqualTo("größe");
		}
	}

	@Test
	void everyAttemptHasItsOwnValue() {
		Set<String> values = new HashSet<>();
		try (Redsync redsync = this.group.connect()) {
			this.group.set("fresh", "foreign", 0, 2, 60_000);
			redsync.newMutex("fresh",
					(options) -> options.tries(5).retryDelay((attempt) -> Duration.ofMillis(1)).valueGenerator(() -> {
						String value = "value-" + values.size();
						values.add(value);
						return value;
					}))
				.tryLock(Duration.ofSeconds(5));
		}
		assertThat(values).hasSize(5);
	}

	@Test
	void lockOfGoRedsyncIsTakenUntilItsRelease() {
		try (Redsync redsync = this.group.connect()) {
			for (int i = 0; i < 2; i++) {
				assertThat(this.servers.get(i).command("SET", "go", "Z28tcmVkc3luYyBsb2NrIQ==", "NX", "PX", "8000"))
					.isEqualTo("OK");
			}
			assertThat(redsync.newMutex("go").tryLock()).isEmpty();
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(() -> redsync.newMutex("go", (options) -> options.tries(1)).lock())
				.withMessageContaining("held by an unnamed owner on 2 of 3 nodes");
			for (int i = 0; i < 2; i++) {
				assertThat(this.servers.get(i).command("EVAL", GO_RELEASE, "1", "go", "Z28tcmVkc3luYyBsb2NrIQ=="))
					.isEqualTo(1L);
			}
			assertThat(redsync.newMutex("go").tryLock()).isPresent();
		}
	}

	@Test
	void goRedsyncIsRefusedButReleasesWithRightValue() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync.newMutex("java").lock();
			this.group.awaitHeld("java", lease.value(), 3);
			for (RedisServer server : this.servers) {
				assertThat(server.command("SET", "java", "go", "NX", "PX", "8000")).isNull();
				assertThat(server.command("EVAL", GO_RELEASE, "1", "java", "another")).isEqualTo(0L);
				assertThat(server.command("EVAL", GO_RELEASE, "1", "java", lease.value())).isEqualTo(1L);
			}
		}
	}

	@Test
	void keyOfOtherTypeOrWithoutTimeToLiveIsTaken() {
		try (Redsync redsync = this.group.connect()) {
			for (RedisServer server : this.servers) {
				server.command("RPUSH", "list", "1");
				server.command("SET", "for-ever", "x");
			}
			assertThat(redsync.newMutex("list").tryLock()).isEmpty();
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(() -> redsync.newMutex("for-ever", (options) -> options.tries(1)).lock())
				.withMessageContaining("by a key that never expires");
		}
	}

	@Test
	void scriptsAreLoadedByHandshakeAndAfterFlush() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.forEach((server) -> server.command("SCRIPT", "FLUSH"));
			try (Lease lease = redsync.newMutex("flushed").lock()) {
				this.servers.forEach((server) -> server.command("SCRIPT", "FLUSH"));
				lease.extend();
				this.servers.forEach((server) -> server.command("SCRIPT", "FLUSH"));
				lease.unlock();
			}
			this.group.awaitGone("flushed");
		}
	}

	@Test
	void freeLockIsAcquiredBySetAndReleasedByDigest() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.forEach((server) -> server.command("CONFIG", "RESETSTAT"));
			redsync.newMutex("named").lock().unlock();
			this.group.awaitGone("named");
			String stats = String.valueOf(this.servers.get(0).command("INFO", "commandstats"));
			assertThat(stats).contains("cmdstat_set:calls=1,", "cmdstat_evalsha:calls=1,")
				.doesNotContain("cmdstat_eval:");
		}
	}

}

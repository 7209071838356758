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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.redsync.Lease;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.UnlockFailedException;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RawRedis;
import io.github.redsync.test.server.RedisErrorException;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two of three servers reply with errors: the lock is never granted, and each of the two
 * is named with its error and an action.
 */
@RedisNodes(count = 3, arguments = { "--busy-reply-threshold", "50", "--enable-debug-command", "yes",
		"--loading-process-events-interval-bytes", "1024" })
class ServerErrorTests {

	private final ProxiedServers proxied;

	private final List<RedisServer> faulty;

	private Redsync redsync;

	ServerErrorTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
		this.faulty = servers.list().subList(0, 2);
	}

	@BeforeEach
	void connect() {
		this.redsync = this.proxied.connectDirectly();
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	private void assertRefused(String error, String action) {
		assertThatExceptionOfType(QuorumUnavailableException.class)
			.isThrownBy(() -> this.redsync.newMutex("refused").tryLock())
			.withMessageContaining(error)
			.withMessageContaining(action)
			.satisfies((failure) -> assertThat(failure.nodes()).hasSize(3)
				.filteredOn((node) -> node.outcome() == Outcome.ERROR)
				.hasSize(2)
				.allSatisfy((node) -> assertThat(node.error()).startsWith(error).contains(action))
				.extracting(NodeResult::node)
				.containsExactly(name(0), name(1)));
		ProxiedServers.settle(this.redsync);
		assertThat(this.proxied.exists(2, "refused")).isFalse();
	}

	/**
	 * The handshake gets the error in the reply to PING.
	 */
	private void assertNewClientIsRefused(String error, String action) {
		try (Redsync client = Redsync.connect(this.faulty.get(0).uri())) {
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> client.newMutex("refused", (options) -> options.tries(1)).lock())
				.withMessageContaining(error)
				.withMessageContaining(action);
		}
	}

	private String name(int index) {
		RedisServer server = this.faulty.get(index);
		return server.host() + ":" + server.port();
	}

	private void assertLocksAgain() {
		ProxiedServers.await().ignoreExceptions().untilAsserted(() -> {
			this.redsync.newMutex("refused").lock().unlock();
			assertThat(this.redsync.ping(Duration.ofSeconds(1))).allMatch((node) -> node.outcome() == Outcome.OK);
		});
	}

	@Test
	void blockingScriptIsNamed() {
		List<RawRedis> loops = this.faulty.stream().map(RedisServer::connect).toList();
		loops.forEach((loop) -> loop.send("EVAL", "while true do end", "0"));
		this.faulty.forEach((server) -> awaitError(server, "BUSY"));
		assertRefused("BUSY", "end it with SCRIPT KILL");
		this.faulty.forEach((server) -> server.command("SCRIPT", "KILL"));
		assertLocksAgain();
		loops.forEach(RawRedis::close);
	}

	private static void awaitError(RedisServer server, String error) {
		ProxiedServers.await().until(() -> {
			try {
				server.command("GET", "any");
				return false;
			}
			catch (RedisErrorException ex) {
				return ex.getMessage().contains(error);
			}
		});
	}

	@Test
	void loadingServerIsNamed() {
		this.faulty.forEach((server) -> {
			server.command("DEBUG", "POPULATE", "2000", "key", "2000");
			server.command("CONFIG", "SET", "key-load-delay", "5000");
		});
		List<RawRedis> reloads = this.faulty.stream().map(RedisServer::connect).toList();
		reloads.forEach((reload) -> reload.send("DEBUG", "RELOAD"));
		this.faulty.forEach((server) -> awaitError(server, "LOADING"));
		assertRefused("LOADING", "wait until it has finished");
		this.faulty.forEach((server) -> server.command("CONFIG", "SET", "key-load-delay", "0"));
		reloads.forEach((reload) -> assertThat(reload.read()).isEqualTo("OK"));
		assertLocksAgain();
		reloads.forEach(RawRedis::close);
	}

	@Test
	void failedSaveIsNamed() throws IOException {
		Assumptions.assumeTrue(this.faulty.get(0).pid().isPresent(), "Needs the directory of the server");
		for (RedisServer server : this.faulty) {
			Path target = server.directory().resolve("dump.rdb");
			Files.deleteIfExists(target);
			Files.createDirectories(target.resolve("in-the-way"));
			server.command("CONFIG", "SET", "save", "3600 1");
			server.command("BGSAVE");
			ProxiedServers.await()
				.until(() -> String.valueOf(server.command("INFO", "persistence"))
					.contains("rdb_last_bgsave_status:err"));
		}
		assertRefused("MISCONF", "fix its disk or its save settings");
		assertNewClientIsRefused("MISCONF", "fix its disk or its save settings");
		for (RedisServer server : this.faulty) {
			server.command("CONFIG", "SET", "save", "");
			Files.delete(server.directory().resolve("dump.rdb").resolve("in-the-way"));
			Files.delete(server.directory().resolve("dump.rdb"));
		}
		assertLocksAgain();
	}

	@Test
	void outOfMemoryIsNamed() {
		this.faulty.forEach((server) -> server.command("CONFIG", "SET", "maxmemory", "1"));
		assertRefused("OOM", "raise its maxmemory");
		this.faulty.forEach((server) -> server.command("CONFIG", "SET", "maxmemory", "0"));
		assertLocksAgain();
	}

	@Test
	void missingPermissionIsNamed() {
		this.faulty.forEach((server) -> server.command("ACL", "SETUSER", "default", "-set"));
		assertThatExceptionOfType(QuorumUnavailableException.class)
			.isThrownBy(() -> this.redsync.newMutex("refused").tryLock())
			.withMessageContaining("grant the user of the node the commands and key patterns");
		this.faulty.forEach((server) -> server.command("ACL", "SETUSER", "default", "+set"));
		assertLocksAgain();
	}

	@Test
	void missingPermissionInScriptIsError() {
		Lease lease = this.redsync.newMutex("no-get", (options) -> options.expiry(Duration.ofMinutes(1))).lock();
		ProxiedServers.settle(this.redsync);
		this.faulty.forEach((server) -> server.command("ACL", "SETUSER", "default", "-get"));
		try {
			assertThatExceptionOfType(UnlockFailedException.class).isThrownBy(lease::unlock)
				.withMessageContaining("grant the user of the node the commands and key patterns");
		}
		finally {
			this.faulty.forEach((server) -> server.command("ACL", "SETUSER", "default", "+get"));
		}
	}

	@Test
	void unreadableHolderOfFencedLockIsError() {
		this.faulty.forEach((server) -> server.command("SET", "no-read", "another"));
		this.faulty.forEach(
				(server) -> server.command("ACL", "SETUSER", "default", "resetkeys", "%W~no-read", "~no-read:fence"));
		try {
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> this.redsync.newMutex("no-read", (options) -> options.fencing(true).tries(1)).lock())
				.withMessageContaining("grant the user of the node the commands and key patterns");
		}
		finally {
			this.faulty.forEach((server) -> server.command("ACL", "SETUSER", "default", "allkeys"));
		}
	}

	@Test
	void promotedReplicaDoesNotVoteUntilExpiry() {
		Duration expiry = Duration.ofSeconds(2);
		this.redsync.newMutex("refused", (options) -> options.expiry(expiry)).lock().unlock();
		ProxiedServers.settle(this.redsync);
		this.faulty.forEach((server) -> server.command("REPLICAOF", "127.0.0.1", "1"));
		assertRefused("READONLY", "name its primary as the node");
		// A server found to be a replica is not used before another handshake
		ProxiedServers.await()
			.untilAsserted(() -> assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> this.redsync.newMutex("refused").tryLock())
				.withMessageContaining(": The server is a replica"));
		this.faulty.forEach((server) -> server.command("REPLICAOF", "NO", "ONE"));
		ProxiedServers.awaitUp(this.redsync);
		assertThatExceptionOfType(QuorumUnavailableException.class)
			.isThrownBy(() -> this.redsync.newMutex("refused").tryLock())
			.withMessageContaining("quarantined after a restart");
	}

}

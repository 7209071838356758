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

package io.github.redsync.test.server;

import java.io.UncheckedIOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RedisServer} in the mode of this machine.
 */
class RedisServerTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private RedisServer server = RedisServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void startedServerReplies() {
		assertThat(this.server.command("PING")).isEqualTo("PONG");
		assertThat(this.server.command("DBSIZE")).isEqualTo(0L);
		assertThat(this.server.isRunning()).isTrue();
		assertThat(this.server.uri()).isEqualTo("redis://" + this.server.host() + ":" + this.server.port());
		assertThat(this.server).hasToString("Redis server at " + this.server.host() + ":" + this.server.port());
	}

	@Test
	void serverWritesNothingToDisk() {
		assertThat(this.server.command("CONFIG", "GET", "save")).asString().isEqualTo("[save, ]");
		assertThat(this.server.command("CONFIG", "GET", "appendonly")).asString().isEqualTo("[appendonly, no]");
	}

	@Test
	void killedServerRefusesConnections() {
		try (RawRedis connection = this.server.connect()) {
			this.server.kill();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> connection.command("PING"));
		}
		assertThat(this.server.isRunning()).isFalse();
		assertThat(this.server.pid()).isEmpty();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.server::connect);
		assertThatNoException().isThrownBy(this.server::kill);
	}

	@Test
	void restartedServerIsEmptyAndNewProcess() {
		int port = this.server.port();
		this.server.command("SET", "key", "value");
		String runId = runId();
		this.server.restartEmpty();
		assertThat(this.server.port()).isEqualTo(port);
		assertThat(this.server.command("GET", "key")).isNull();
		assertThat(runId()).isNotEqualTo(runId);
		this.server.kill();
		this.server.restartEmpty();
		assertThat(this.server.command("PING")).isEqualTo("PONG");
	}

	@Test
	void pausedServerRepliesWhenResumed() {
		try (RawRedis connection = RawRedis.connect(this.server.host(), this.server.port())) {
			this.server.pause();
			assertThat(this.server.isRunning()).isFalse();
			connection.send("INCR", "counter");
			// The system accepts the connection, not the server
			try (RawRedis other = RawRedis.connect(this.server.host(), this.server.port(), SHORT)) {
				assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> other.command("PING"));
			}
			this.server.resume();
			assertThat(connection.read()).isEqualTo(1L);
		}
		assertThat(this.server.isRunning()).isTrue();
	}

	@Test
	void pausedServerCanBeKilledAndRestarted() {
		this.server.pause();
		this.server.pause();
		this.server.kill();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.server::connect);
		assertThatIllegalStateException().isThrownBy(this.server::pause).withMessageContaining("is not running");
		this.server.restartEmpty();
		this.server.pause();
		this.server.restartEmpty();
		assertThat(this.server.command("PING")).isEqualTo("PONG");
	}

	@Test
	void healedServerIsEmptyAndKeepsItsConnections() {
		String runId = runId();
		try (RawRedis connection = this.server.connect()) {
			connection.command("SET", "key", "value");
			connection.command("CLIENT", "PAUSE", "60000", "WRITE");
			this.server.heal();
			assertThat(connection.command("GET", "key")).isNull();
			assertThat(connection.command("SET", "key", "again")).isEqualTo("OK");
		}
		assertThat(runId()).isEqualTo(runId);
	}

	@Test
	void pausedAndKilledServersAreHealed() {
		this.server.command("SET", "key", "value");
		this.server.pause();
		this.server.heal();
		assertThat(this.server.command("GET", "key")).isNull();
		this.server.kill();
		this.server.heal();
		assertThat(this.server.isRunning()).isTrue();
	}

	@Test
	void serverThatRefusesCommandsIsRestartedByHealing() {
		this.server.command("REPLICAOF", "127.0.0.1", "1");
		this.server.heal();
		assertThat(this.server.command("SET", "key", "value")).isEqualTo("OK");
		this.server.command("CONFIG", "SET", "requirepass", "unknown");
		this.server.heal();
		assertThat(this.server.command("GET", "key")).isNull();
		try (RawRedis connection = this.server.connect()) {
			connection.send("SHUTDOWN", "NOSAVE");
			Waiting.until("the server has ended", () -> !this.server.isRunning());
		}
		this.server.heal();
		assertThat(this.server.command("PING")).isEqualTo("PONG");
	}

	@Test
	void closedServerStaysClosed() {
		this.server.close();
		this.server.close();
		this.server.kill();
		this.server.resume();
		assertThat(this.server.isRunning()).isFalse();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.server.command("PING"));
		assertThatIllegalStateException().isThrownBy(this.server::pause);
		assertThatIllegalStateException().isThrownBy(this.server::restartEmpty).withMessageContaining("was closed");
		assertThatIllegalStateException().isThrownBy(this.server::heal).withMessageContaining("was closed");
	}

	@Test
	void serverTakesArguments() {
		try (RedisServer other = RedisServer.builder()
			.arguments("--maxmemory-policy", "allkeys-lru")
			.arguments("--enable-debug-command", "yes")
			.start()) {
			assertThat(other.command("CONFIG", "GET", "maxmemory-policy")).asString().endsWith("allkeys-lru]");
			assertThat(other.command("DEBUG", "SET-ACTIVE-EXPIRE", "0")).isEqualTo("OK");
		}
	}

	@Test
	void passwordIsRequiredAndUsed() {
		try (RedisServer other = RedisServer.builder().password("a secret/@").start()) {
			assertThat(other.uri()).isEqualTo("redis://:a%20secret%2F%40@" + other.host() + ":" + other.port());
			assertThat(other.toString()).doesNotContain("secret");
			other.command("SET", "key", "value");
			other.restartEmpty();
			other.heal();
			assertThat(other.command("GET", "key")).isNull();
			try (RawRedis anonymous = RawRedis.connect(other.host(), other.port())) {
				assertThatExceptionOfType(RedisErrorException.class).isThrownBy(() -> anonymous.command("GET", "key"))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo("NOAUTH"));
			}
		}
	}

	@Test
	void filesExistAtEachStart() {
		try (RedisServer other = RedisServer.builder()
			.file("users.acl", "user default on nopass ~* &* +@all\nuser reader on >pw ~* +get\n")
			.arguments("--aclfile", "{dir}/users.acl")
			.start()) {
			other.restartEmpty();
			try (RawRedis reader = RawRedis.connect(other.host(), other.port())) {
				assertThat(reader.command("AUTH", "reader", "pw")).isEqualTo("OK");
				assertThatExceptionOfType(RedisErrorException.class).isThrownBy(() -> reader.command("SET", "k", "v"))
					.satisfies((ex) -> assertThat(ex.code()).isEqualTo("NOPERM"));
			}
		}
		assertThatIllegalArgumentException().isThrownBy(() -> RedisServer.builder().file("../escape", ""));
	}

	@Test
	void startFailureContainsLog() {
		assertThatIllegalStateException()
			.isThrownBy(() -> RedisServer.builder().arguments("--no-such-option", "x").start())
			.withMessageContaining("no-such-option");
	}

	@Test
	void tlsUriNeedsTls() {
		assertThatIllegalStateException().isThrownBy(this.server::tlsUri).withMessageContaining("TLS");
	}

	private String runId() {
		return String.valueOf(this.server.command("INFO", "server"))
			.lines()
			.filter((line) -> line.startsWith("run_id:"))
			.findFirst()
			.orElseThrow();
	}

}

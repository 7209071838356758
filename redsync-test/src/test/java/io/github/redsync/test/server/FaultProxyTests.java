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
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultProxy}. Short time-outs are used only where no reply is expected,
 * so no test depends on speed.
 */
class FaultProxyTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private static RedisServer server;

	private FaultProxy proxy;

	@BeforeAll
	static void startServer() {
		server = RedisServer.start();
	}

	@AfterAll
	static void closeServer() {
		server.close();
	}

	@BeforeEach
	void startProxy() {
		server.heal();
		this.proxy = FaultProxy.inFrontOf(server);
	}

	@AfterEach
	void closeProxy() {
		this.proxy.close();
		Waiting.until("no thread is left",
				() -> Thread.getAllStackTraces()
					.keySet()
					.stream()
					.noneMatch((thread) -> thread.getName().startsWith("fault-proxy")));
	}

	@Test
	void forwardsAllBytes() {
		String large = "x".repeat(3_000_000);
		try (RawRedis client = connect()) {
			assertThat(client.command("SET", "key", large)).isEqualTo("OK");
			assertThat(client.command("GET", "key")).isEqualTo(large);
		}
		assertThat(this.proxy.uri()).isEqualTo("redis://127.0.0.1:" + this.proxy.port());
		assertThat(this.proxy.toString()).contains(String.valueOf(server.port()));
	}

	@Test
	void forwardsEndOfStream() {
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			assertThat(this.proxy.connections()).isOne();
		}
		Waiting.until("the connection has ended", () -> this.proxy.connections() == 0);
		try (RawRedis client = connect()) {
			assertThat(client.command("QUIT")).isEqualTo("OK");
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::read);
		}
	}

	@Test
	void delayedRepliesArriveLateAndInOrder() {
		this.proxy.delayReplies(Duration.ofMillis(300));
		try (RawRedis client = connect()) {
			long start = System.nanoTime();
			IntStream.range(0, 20).forEach((i) -> client.send("INCR", "counter"));
			assertThat(IntStream.range(0, 20).mapToObj((i) -> client.read()).toList())
				.isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList());
			// The delay is a lower bound
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
	}

	@Test
	void delayedRequestsReachServerLate() {
		this.proxy.delayRequests(Duration.ofHours(1));
		try (RawRedis client = connect(SHORT)) {
			client.send("SET", "key", "value");
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::read);
			assertThat(server.command("GET", "key")).isNull();
			this.proxy.delayRequests(Duration.ZERO);
			Waiting.until("the request arrives", () -> "value".equals(server.command("GET", "key")));
		}
	}

	@Test
	void pausedProxyKeepsBytesUntilHealed() {
		try (RawRedis early = connect()) {
			assertThat(early.command("PING")).isEqualTo("PONG");
			this.proxy.pause();
			early.send("INCR", "counter");
			early.send("INCR", "counter");
			try (RawRedis late = connect(SHORT)) {
				assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> late.command("PING"));
			}
			assertThat(server.command("GET", "counter")).isNull();
			this.proxy.heal();
			assertThat(early.read()).isEqualTo(1L);
			assertThat(early.read()).isEqualTo(2L);
		}
	}

	@Test
	void requestsWithDroppedRepliesAreExecuted() {
		try (RawRedis client = connect(SHORT)) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			this.proxy.dropReplies();
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> client.command("SET", "key", "value"));
			Waiting.until("the request arrives", () -> "value".equals(server.command("GET", "key")));
			this.proxy.heal();
			// Otherwise the next reply would be matched to the wrong request
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.command("PING"));
		}
		try (RawRedis client = connect()) {
			assertThat(client.command("GET", "key")).isEqualTo("value");
		}
	}

	@Test
	void droppingConnectionStaysOpenAndNewOnesWork() {
		try (RawRedis requests = connect(SHORT)) {
			assertThat(requests.command("PING")).isEqualTo("PONG");
			this.proxy.dropRequestsOnOpenConnections();
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> requests.command("SET", "key", "lost"));
			assertThat(this.proxy.connections()).isEqualTo(1);
			try (RawRedis replies = connect(SHORT)) {
				assertThat(replies.command("GET", "key")).isNull();
				this.proxy.dropRepliesOnOpenConnections();
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> replies.command("SET", "key", "value"));
				Waiting.until("the request arrives", () -> "value".equals(server.command("GET", "key")));
			}
		}
		try (RawRedis client = connect()) {
			assertThat(client.command("GET", "key")).isEqualTo("value");
		}
	}

	@Test
	void droppedRequestsNeverReachServer() {
		try (RawRedis client = connect(SHORT); RawRedis idle = connect()) {
			assertThat(idle.command("PING")).isEqualTo("PONG");
			this.proxy.dropRequests();
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> client.command("SET", "key", "value"));
			this.proxy.heal();
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> client.command("SET", "key", "value"));
			assertThat(server.command("GET", "key")).isNull();
			// This connection has lost no bytes, so it is not reset
			assertThat(idle.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void disconnectResetsOpenConnectionsOnly() {
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			this.proxy.disconnect();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.command("PING"));
		}
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void connectionsCountAsSoonAsClientIsConnected() {
		for (int i = 0; i < 100; i++) {
			try (RawRedis client = connect()) {
				this.proxy.disconnect();
				assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.command("PING"));
			}
		}
		try (RawRedis client = connect()) {
			this.proxy.refuse();
			assertThat(client.command("PING")).isEqualTo("PONG");
			assertThat(this.proxy.connections()).isOne();
		}
	}

	@Test
	void disconnectEndsPausedConnections() {
		try (RawRedis client = connect()) {
			this.proxy.pause();
			client.send("SET", "key", "value");
			this.proxy.disconnect();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::read);
			this.proxy.heal();
			assertThat(server.command("GET", "key")).isNull();
		}
	}

	@Test
	void connectionsAreAcceptedAgainWhenHealed() {
		int port = this.proxy.port();
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			this.proxy.refuse();
			this.proxy.refuse();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::connect)
				.withMessageContaining("No connection");
			assertThat(client.command("PING")).isEqualTo("PONG");
			this.proxy.heal();
			this.proxy.heal();
			assertThat(this.proxy.port()).isEqualTo(port);
		}
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void endOfServerIsSeenThroughProxy() {
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			server.kill();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> client.command("PING"));
		}
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> {
			try (RawRedis client = connect()) {
				client.command("PING");
			}
		});
		server.restartEmpty();
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void closedProxyRefusesConnections() {
		try (RawRedis client = connect()) {
			assertThat(client.command("PING")).isEqualTo("PONG");
			this.proxy.pause();
			client.send("PING");
			this.proxy.close();
			this.proxy.close();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(client::read);
		}
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this::connect);
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void worksInFrontOfAnyPort() {
		try (FaultProxy other = FaultProxy.inFrontOf(server.host(), server.port());
				RawRedis client = RawRedis.connect(other.host(), other.port())) {
			assertThat(client.command("PING")).isEqualTo("PONG");
		}
	}

	private RawRedis connect() {
		return RawRedis.connect(this.proxy.host(), this.proxy.port());
	}

	private RawRedis connect(Duration timeout) {
		return RawRedis.connect(this.proxy.host(), this.proxy.port(), timeout);
	}

}

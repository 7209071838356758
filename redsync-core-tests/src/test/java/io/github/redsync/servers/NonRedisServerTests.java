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

import java.net.Socket;
import java.time.Duration;
import java.util.List;

import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RawRedis;
import io.github.redsync.test.server.RedisServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages about an address without a usable Redis server, with an action.
 */
@RedisNodes(count = 1)
class NonRedisServerTests {

	private static final String NO_REDIS = "No Redis server replies at this address";

	private final RedisServer server;

	NonRedisServerTests(RedisServer server) {
		this.server = server;
	}

	private static void assertRefused(String uri, String... parts) {
		assertRefused(LettuceNodeOptions.of(uri), parts);
	}

	/**
	 * The first message, and those of later attempts to connect, name the same.
	 */
	private static void assertRefused(LettuceNodeOptions options, String... parts) {
		try (LettuceNodeFactory nodes = LettuceNodeFactory.create();
				Redsync redsync = Redsync.builder().node(nodes.node(options)).build()) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(QuorumUnavailableException.class)
					.isThrownBy(() -> redsync.newMutex("refused", (lock) -> lock.tries(1).timeoutFactor(0.9)).lock())
					.satisfies((ex) -> assertThat(ex.nodes()).singleElement()
						.satisfies((node) -> assertThat(node.error()).contains(parts)
							.doesNotContain("Exception", "RedisHandshakeHandler", "Cannot invoke", "s3cret")));
			}
		}
	}

	private static String uri(NonRedisServer other) {
		return "redis://:s3cret@127.0.0.1:" + other.port();
	}

	@Test
	void httpServerIsNamed() {
		try (NonRedisServer http = NonRedisServer.replying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
			assertRefused(uri(http), NO_REDIS, "'HTTP/1.1 400 Bad Request'", "check host and port");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSH-2.0-OpenSSH_9.6\r\n", "J\u0000\u0000\u0000\n8.0.36\u0000", "+OK POP3 ready\r\n",
			"\u0000\u0001\u0002\r\n", ":1\r\n", "_\r\n", "ERROR\r\n" })
	void otherServerIsNamed(String reply) {
		try (NonRedisServer greeting = NonRedisServer.greeting(reply);
				NonRedisServer replying = NonRedisServer.replying(reply)) {
			for (NonRedisServer other : List.of(greeting, replying)) {
				assertRefused(LettuceNodeOptions.of(uri(other)).connectTimeout(Duration.ofSeconds(1)), NO_REDIS,
						"begins with '", "check host and port");
			}
		}
	}

	@Test
	void echoServerIsNamed() {
		try (NonRedisServer echo = NonRedisServer
			.with((socket) -> socket.getInputStream().transferTo(socket.getOutputStream()))) {
			assertRefused(uri(echo), NO_REDIS);
		}
	}

	@Test
	void immediateCloseIsNamed() {
		try (NonRedisServer closing = NonRedisServer.with(Socket::close)) {
			assertRefused(uri(closing), NO_REDIS, "the connection was closed before a reply",
					"check host and port, or use rediss://");
		}
	}

	@Test
	void immediateResetIsNamed() {
		try (NonRedisServer closing = NonRedisServer.with((socket) -> {
			socket.setSoLinger(true, 0);
			socket.close();
		})) {
			assertRefused(uri(closing), NO_REDIS, "the connection was closed before a reply",
					"check host and port, or use rediss://");
		}
	}

	@Test
	void acceptedConnectionWithoutReplyIsNamed() {
		try (NonRedisServer silent = NonRedisServer.with((socket) -> {
		})) {
			assertRefused(LettuceNodeOptions.of(uri(silent)).connectTimeout(Duration.ofMillis(200)),
					"No connection was made within 200 ms", "accepted the connection but did not reply",
					"check host and port");
		}
	}

	@Test
	void exceededClientLimitIsNamed() {
		RawRedis first = this.server.connect();
		try (first) {
			first.command("CONFIG", "SET", "maxclients", "1");
			assertRefused(this.server.uri(), "ERR max number of clients reached", "raise maxclients");
		}
		finally {
			try (RawRedis again = awaitConnection()) {
				again.command("CONFIG", "SET", "maxclients", "1000");
			}
		}
	}

	private RawRedis awaitConnection() {
		return Awaitility.await().ignoreExceptions().until(() -> {
			RawRedis connection = this.server.connect();
			connection.command("PING");
			return connection;
		}, (connection) -> true);
	}

	@Test
	void protectedModeIsNamed() {
		String denied = "-DENIED Redis is running in protected mode because protected mode is enabled and no password is "
				+ "set for the default user. In this mode connections are only accepted from the loopback interface.\r\n";
		try (NonRedisServer redis = NonRedisServer.with((socket) -> {
			NonRedisServer.write(socket, denied);
			socket.shutdownOutput();
		})) {
			assertRefused(uri(redis), "DENIED", "give the server a password");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "16", "99", "1000000" })
	void databaseOutOfRangeIsNamed(String database) {
		assertRefused(this.server.uri() + "/" + database, "DB index is out of range", "use a database index below");
	}

	@Test
	void tlsToPlainServerIsNamed() {
		try (NonRedisServer http = NonRedisServer.replying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
			assertRefused(uri(http).replace("redis:", "rediss:"), "The server does not use TLS at this port",
					"'HTTP/1.1 400 Bad Request'", "use redis://");
		}
		try (NonRedisServer closing = NonRedisServer.with(Socket::close)) {
			assertRefused(uri(closing).replace("redis:", "rediss:"), NO_REDIS,
					"use redis:// if the server expects no TLS");
		}
		// The server takes the TLS greeting for an incomplete command, and waits for the
		// rest
		assertRefused(this.server.uri().replace("redis:", "rediss:"), "accepted the connection but did not reply",
				"use redis:// if the server expects no TLS");
	}

	@Test
	void tlsAlertOfServerIsNamed() {
		try (NonRedisServer tls = NonRedisServer.replying("\u0015\u0003\u0003\u0000\u0002\u0002F")) {
			assertRefused(uri(tls), "The server expects TLS at this port", "use rediss://");
		}
	}

}

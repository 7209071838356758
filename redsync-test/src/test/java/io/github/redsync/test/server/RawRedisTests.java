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

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RawRedis} and {@link RespReader}.
 */
class RawRedisTests {

	@Test
	void repliesOfServerAreRead() {
		try (RedisServer server = RedisServer.start(); RawRedis redis = server.connect()) {
			assertThat(redis.command("SET", "käse", "größe\r\n", "NX", "PX", "60000")).isEqualTo("OK");
			assertThat(redis.command("SET", "käse", "other", "NX")).isNull();
			assertThat(redis.command("GET", "käse")).isEqualTo("größe\r\n");
			assertThat((Long) redis.command("PTTL", "käse")).isPositive();
			assertThat(redis.command("MGET", "käse", "none")).isEqualTo(Arrays.asList("größe\r\n", null));
			assertThatExceptionOfType(RedisErrorException.class).isThrownBy(() -> redis.command("LPUSH", "käse", "x"))
				.withMessageStartingWith("WRONGTYPE ")
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo("WRONGTYPE"));
			// The connection is still usable
			assertThat(redis.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void pipelinedCommandsAreAnsweredInOrder() {
		try (RedisServer server = RedisServer.start(); RawRedis redis = server.connect()) {
			redis.send("INCR", "a");
			redis.send("EVAL", "return {1, redis.error_reply('MINE x'), {'b'}}", "0");
			redis.send("INCR", "a");
			assertThat(redis.read()).isEqualTo(1L);
			assertThat((List<?>) redis.read()).hasSize(3)
				.satisfies((list) -> assertThat(list.get(1)).isInstanceOf(RedisErrorException.class))
				.satisfies((list) -> assertThat(list.get(2)).isEqualTo(List.of("b")));
			assertThat(redis.read()).isEqualTo(2L);
		}
	}

	@Test
	void pushesAndTypesOfResp3() {
		try (RedisServer server = RedisServer.start(); RawRedis redis = server.connect()) {
			assertThat(redis.command("HELLO", "3")).asInstanceOf(InstanceOfAssertFactories.LIST).contains("proto", 3L);
			assertThat(redis.command("SUBSCRIBE", "channel")).isEqualTo(List.of("subscribe", "channel", 1L));
			server.command("PUBLISH", "channel", "hello");
			assertThat(redis.read()).isEqualTo(List.of("message", "channel", "hello"));
			assertThat(redis.command("GET", "none")).isNull();
		}
	}

	@Test
	void replyFormatsAreRead() throws IOException {
		assertThat(parse("+OK\r\n")).isEqualTo("OK");
		assertThat(parse(":-3\r\n")).isEqualTo(-3L);
		assertThat(parse("$0\r\n\r\n")).isEqualTo("");
		assertThat(parse("$-1\r\n")).isNull();
		assertThat(parse("*-1\r\n")).isNull();
		assertThat(parse("*0\r\n")).isEqualTo(List.of());
		assertThat(parse("_\r\n")).isNull();
		assertThat(parse("#t\r\n")).isEqualTo(true);
		assertThat(parse(",1.5\r\n")).isEqualTo(1.5);
		assertThat(parse("(123456789012345678901\r\n")).isEqualTo("123456789012345678901");
		assertThat(parse("=7\r\ntxt:abc\r\n")).isEqualTo("abc");
		assertThat(parse("~1\r\n+a\r\n")).isEqualTo(List.of("a"));
		assertThat(parse("%1\r\n+a\r\n:1\r\n")).isEqualTo(List.of("a", 1L));
	}

	@Test
	void brokenRepliesAreRejected() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> parse(""));
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> parse("$5\r\nabc"));
		assertThatIOException().isThrownBy(() -> parse("HTTP/1.1 200 OK\r\n"));
		assertThatIOException().isThrownBy(() -> parse("\r\n"));
		assertThatIOException().isThrownBy(() -> parse("+OK\r+"));
	}

	@Test
	void refusedConnectionIsReported() {
		ServerPorts ports = ServerPorts.reserve(false);
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> RawRedis.connect(ServerAddress.LOOPBACK, ports.plain()))
			.withMessageContaining(String.valueOf(ports.plain()));
		ports.release();
	}

	private static Object parse(String bytes) throws IOException {
		return new RespReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8))).read();
	}

}

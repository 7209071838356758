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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EmbeddedRuntime}: servers that are processes on this machine.
 */
class EmbeddedServerTests {

	private final SystemProperty mode = SystemProperty.embedded();

	@AfterEach
	void restoreMode() {
		this.mode.close();
	}

	@Test
	void processAndDirectoryEndWithServer() {
		RedisServer server = RedisServer.start();
		long pid = server.pid().orElseThrow();
		assertThat(server.command("INFO", "server")).asString().contains("process_id:" + pid + "\r\n");
		assertThat(server.directory()).isDirectory();
		List<ProcessHandle> guards = ProcessHandle.of(pid).orElseThrow().children().toList();
		assertThat(guards).isNotEmpty();
		server.close();
		assertThat(ProcessHandle.of(pid)).isEmpty();
		assertThat(server.directory()).doesNotExist();
		guards.forEach((guard) -> Waiting.untilGone(guard.pid()));
	}

	@Test
	void killedServerRestartsInSameDirectory() {
		try (RedisServer server = RedisServer.builder().file("some.txt", "text").start()) {
			Path directory = server.directory();
			server.kill();
			assertThat(directory).doesNotExist();
			server.restartEmpty();
			assertThat(server.directory()).isEqualTo(directory);
			assertThat(directory.resolve("some.txt")).hasContent("text");
		}
	}

	@Test
	void crashedServerRestartsInItsDirectory() {
		try (RedisServer server = RedisServer.start()) {
			ProcessHandle.of(server.pid().orElseThrow()).orElseThrow().destroyForcibly();
			Waiting.until("the server is no longer running", () -> !server.isRunning());
			server.restartEmpty();
			assertThat(server.command("CONFIG", "GET", "dir")).asString().contains(server.directory().toString());
			assertThat(server.directory()).isDirectory();
		}
	}

	@Test
	void pausedServerIsStoppedOnReturn() throws IOException {
		try (RedisServer server = RedisServer.start()) {
			server.pause();
			Path stat = Path.of("/proc/" + server.pid().orElseThrow() + "/stat");
			if (Files.exists(stat)) {
				assertThat(Files.readString(stat)).contains(") T ");
			}
		}
	}

	@Test
	void listensAtUnixSocketIfConfigured() throws IOException {
		try (RedisServer server = RedisServer.builder().arguments("--unixsocket", "{dir}/redis.sock").start();
				SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(server.directory().resolve("redis.sock")));
			assertThat(channel.isConnected()).isTrue();
		}
	}

	@Test
	void failureContainsLogAndLeavesNoDirectory() {
		EmbeddedRuntime runtime = runtime("--maxmemory", "much");
		assertThatIllegalStateException().isThrownBy(() -> runtime.start(ServerPorts.reserve(false)))
			.withMessageContaining("ended with exit code 1")
			.withMessageContaining("FATAL CONFIG FILE ERROR")
			.withMessageContaining("maxmemory");
		assertThat(runtime.isAlive()).isFalse();
		assertThat(runtime.directory()).doesNotExist();
	}

	@Test
	void missingExecutableIsReported() {
		try (SystemProperty binary = SystemProperty.of(RedisBinary.PROPERTY, "/no/such/redis-server")) {
			assertThat(binary).isNotNull();
			assertThatIllegalStateException().isThrownBy(RedisServer::start)
				.withMessageContaining("/no/such/redis-server");
		}
	}

	@Test
	void takenPortIsTransient() {
		try (RedisServer first = RedisServer.start()) {
			EmbeddedRuntime second = runtime();
			try {
				assertThatExceptionOfType(TransientStartException.class)
					.isThrownBy(() -> second.start(new ServerPorts(first.port(), 0)));
				assertThat(second.isAlive()).isFalse();
			}
			finally {
				second.close();
			}
			assertThat(first.command("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void boundPortIsTransient() throws IOException {
		EmbeddedRuntime runtime = runtime();
		try (Socket holder = new Socket()) {
			holder.bind(new InetSocketAddress(ServerAddress.LOOPBACK, 0));
			assertThatExceptionOfType(TransientStartException.class)
				.isThrownBy(() -> runtime.start(new ServerPorts(holder.getLocalPort(), 0)))
				.withMessageContaining("in use");
		}
		finally {
			runtime.close();
		}
	}

	@Test
	void manyServersStartConcurrently() {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<RedisServer>> starting = IntStream.range(0, 16)
				.mapToObj((i) -> CompletableFuture.supplyAsync(RedisServer::start, executor))
				.toList();
			List<RedisServer> servers = starting.stream().map(CompletableFuture::join).toList();
			assertThat(servers).extracting(RedisServer::port).doesNotHaveDuplicates();
			assertThat(servers).allSatisfy((server) -> assertThat(server.command("DBSIZE")).isEqualTo(0L));
			servers.forEach(RedisServer::close);
		}
		finally {
			executor.shutdown();
		}
	}

	private static EmbeddedRuntime runtime(String... arguments) {
		return new EmbeddedRuntime(new ServerSettings(List.of(arguments), Map.of(), null, false, false),
				RedisBinary.locate());
	}

}

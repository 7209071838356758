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
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.redsync.test.server.RawRedis;
import io.github.redsync.test.server.RedisServer;
import org.junit.jupiter.api.Assumptions;

/**
 * A Sentinel that monitors one server under the name {@code primary}.
 */
final class SentinelProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	private SentinelProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static SentinelProcess watching(RedisServer server) throws IOException {
		Assumptions.assumeTrue(server.pid().isPresent(), "Needs the executable of the server");
		Path executable = Path.of("/proc", String.valueOf(server.pid().getAsLong()), "exe");
		Assumptions.assumeTrue(Files.exists(executable), "Needs the executable of the server");
		int port = freePort();
		Path settings = Files.write(server.directory().resolve("sentinel.conf"),
				List.of("port " + port, "bind 127.0.0.1", "dir " + server.directory(),
						"sentinel monitor primary " + server.host() + " " + server.port() + " 1",
						"sentinel down-after-milliseconds primary 300"));
		Process process = new ProcessBuilder(executable.toRealPath().toString(), settings.toString(), "--sentinel")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		ProxiedServers.await().ignoreExceptionsInstanceOf(UncheckedIOException.class).until(() -> {
			try (RawRedis redis = RawRedis.connect("127.0.0.1", port)) {
				return redis.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "primary") != null;
			}
		});
		return new SentinelProcess(process, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}

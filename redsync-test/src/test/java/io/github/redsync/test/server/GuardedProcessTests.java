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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link GuardedProcess}, outside of the JVM that starts the servers.
 */
@Timeout(120)
class GuardedProcessTests {

	private Process jvm;

	private BufferedReader output;

	@AfterEach
	void endJvm() {
		this.jvm.destroyForcibly();
	}

	@Test
	void nothingIsLeftWhenJvmIsKilled() throws IOException {
		List<Left> servers = startJvm(List.of());
		this.jvm.destroyForcibly();
		assertNothingIsLeft(servers);
	}

	@Test
	void nothingIsLeftWhenJvmExits() throws IOException {
		List<Left> servers = startJvm(List.of());
		this.jvm.getOutputStream().close();
		assertNothingIsLeft(servers);
		assertThat(this.jvm.onExit().join().exitValue()).isZero();
	}

	@Test
	void serversRunDuringShutdownHooks() throws IOException {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "no setsid");
		List<Left> servers = startJvm(List.of("/usr/bin/setsid"), GuardedServersMain.HOOK);
		// Ctrl-C signals the whole process group, which does not contain the servers
		new ProcessBuilder("sh", "-c", "kill -TERM -" + this.jvm.pid()).start().onExit().join();
		assertThat(this.output.readLine()).isEqualTo("in hook: PONG");
		assertNothingIsLeft(servers);
	}

	@Test
	void serverWithoutGuardEndsWithJvm() throws IOException {
		List<Left> servers = startJvm(List.of());
		servers.forEach((server) -> server.guards().forEach((guard) -> {
			ProcessHandle.of(guard).ifPresent(ProcessHandle::destroyForcibly);
			Waiting.untilGone(guard);
		}));
		this.jvm.getOutputStream().close();
		assertNothingIsLeft(servers);
	}

	private void assertNothingIsLeft(List<Left> servers) {
		assertThat(servers).hasSize(GuardedServersMain.SERVERS);
		for (Left server : servers) {
			Waiting.untilGone(server.pid());
			Waiting.until(server.directory() + " is removed", () -> Files.notExists(server.directory()));
			server.guards().forEach(Waiting::untilGone);
		}
	}

	private List<Left> startJvm(List<String> prefix, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPathOfAnApplication(), GuardedServersMain.class.getName()));
		command.addAll(List.of(arguments));
		this.jvm = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.output = this.jvm.inputReader();
		List<Left> servers = new ArrayList<>();
		for (int i = 0; i < GuardedServersMain.SERVERS; i++) {
			String[] words = this.output.readLine().split(" ", 2);
			long pid = Long.parseLong(words[0]);
			List<Long> guards = ProcessHandle.of(pid).orElseThrow().children().map(ProcessHandle::pid).toList();
			assertThat(guards).isNotEmpty();
			servers.add(new Left(pid, Path.of(words[1]), guards));
		}
		return servers;
	}

	/**
	 * Exclude the class path entries that a demonstration application does not have.
	 */
	private static String classPathOfAnApplication() {
		String all = System.getProperty("java.class.path");
		String path = Stream.of(all.split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).getFileName().toString().matches("(junit|testcontainers|docker-java).*"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(path).isNotEqualTo(all);
		return path;
	}

	private record Left(long pid, Path directory, List<Long> guards) {
	}

}

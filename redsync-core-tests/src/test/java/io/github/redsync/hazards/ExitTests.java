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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that ends without closing anything.
 */
@RedisNodes(count = 3)
class ExitTests {

	private final RedisServers servers;

	ExitTests(RedisServers servers) {
		this.servers = servers;
	}

	@Test
	void processEndsWithMainMethodAndItsLocksExpire() throws Exception {
		Process process = start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.exitValue()).as(output).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		// The process may have left incomplete work, so its lock is not released before
		// it
		// expires
		assertThat(this.servers).allSatisfy((server) -> assertThat((Long) server.command("PTTL", EndingProcess.NAME))
			.isBetween(1L, EndingProcess.EXPIRY.toMillis()));
	}

	private Process start() throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), "-Xmx96m", EndingProcess.class.getName()));
		command.addAll(this.servers.uris());
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

}

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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several locks as one, on real servers and between processes.
 */
@RedisNodes(count = 3)
class SeveralLocksServersTests {

	private final RedisServers servers;

	private final ServerGroup group;

	SeveralLocksServersTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void processesWithOppositeLockOrderDoNotDeadlock() throws Exception {
		RedisServer counter = this.servers.get(0);
		counter.command("SET", SeveralLocksProcess.COUNT, "0");
		Process one = start("several-x,several-y,several-z");
		Process two = start("several-z,several-y,several-w");
		try {
			for (Process process : List.of(one, two)) {
				assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				assertThat(process.exitValue()).as(output).isZero();
			}
		}
		finally {
			one.destroyForcibly();
			two.destroyForcibly();
		}
		int rounds = 2 * SeveralLocksProcess.THREADS * SeveralLocksProcess.ROUNDS;
		assertThat(counter.command("GET", SeveralLocksProcess.COUNT)).isEqualTo(Integer.toString(rounds));
		for (String name : List.of("several-x", "several-y", "several-z", "several-w")) {
			this.group.awaitGone(name);
		}
	}

	private Process start(String names) throws IOException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), "-Xmx96m", SeveralLocksProcess.class.getName(), names));
		command.addAll(this.servers.uris());
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	@Test
	void errorNamesLockAndItsHolder() {
		try (Redsync redsync = this.group.connect();
				Redsync other = this.group.connect((builder) -> builder.owner("billing@web-2:7"));
				Lease held = other.newMutex("named-b").lock()) {
			Mutex mutex = redsync.newMutex(List.of("named-c", "named-b", "named-a"),
					(options) -> options.waitTime(Duration.ZERO).minHold(Duration.ofSeconds(5)));
			assertThatExceptionOfType(LockTakenException.class).isThrownBy(mutex::lock)
				.withMessageContaining("'named-b'")
				.withMessageContaining("billing@web-2:7");
			this.group.awaitGone("named-a");
			assertThat(held.isValid()).isTrue();
		}
	}

	@Test
	void cancellationsAndInterruptsLeaveNoKey() throws InterruptedException {
		Random random = new Random(11);
		List<String> names = List.of("left-a", "left-b", "left-c", "left-d");
		try (Redsync redsync = this.group.connect()) {
			Mutex mutex = redsync.newMutex(names, (options) -> options.expiry(Duration.ofMinutes(1)));
			for (int round = 0; round < 80; round++) {
				if (round % 2 == 0) {
					CompletableFuture<Lease> future = mutex.lockAsync();
					LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(2_000)));
					if (!future.cancel(true)) {
						future.thenAccept(Lease::close);
					}
				}
				else {
					Thread waiter = new Thread(() -> mutex.lock().close());
					waiter.setUncaughtExceptionHandler((thread, failure) -> {
					});
					waiter.start();
					LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(2_000)));
					waiter.interrupt();
					waiter.join();
				}
			}
			names.forEach(this.group::awaitGone);
		}
	}

}

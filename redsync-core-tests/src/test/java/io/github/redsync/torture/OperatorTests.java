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

package io.github.redsync.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Administrative commands, sent repeatedly to servers while several clients contend for a
 * lock. With an expiry of one minute, a missing key was released and has not expired.
 */
@RedisNodes(count = 5)
@Timeout(60)
class OperatorTests {

	private static final long FAULT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final RedisServers servers;

	private final Random random = new Random(5);

	private final List<Redsync> opened = new ArrayList<>();

	OperatorTests(RedisServers servers) {
		this.servers = servers;
	}

	@AfterEach
	void close() {
		this.opened.forEach(Redsync::close);
		this.servers.forEach((server) -> server.command("CONFIG", "SET", "maxmemory", "0"));
	}

	@Test
	void connectionsAreKilled() throws Exception {
		injectWhileContending((server) -> server.command("CLIENT", "KILL", "TYPE", "normal"));
	}

	@Test
	void scriptsAreFlushed() throws Exception {
		injectWhileContending((server) -> server.command("SCRIPT", "FLUSH"));
	}

	@Test
	void serversRunOutOfMemoryAndRecover() throws Exception {
		injectWhileContending(
				(server) -> server.command("CONFIG", "SET", "maxmemory", this.random.nextBoolean() ? "1" : "0"));
	}

	private void injectWhileContending(Consumer<RedisServer> fault) throws InterruptedException {
		List<HoldInterval> intervals;
		try (LocalContention contention = new LocalContention(Duration.ofMinutes(1), Duration.ofMillis(40))) {
			contention.addContenders(connect(), 3);
			contention.addContenders(connect(), 3);
			contention.awaitHolds(5);
			long end = System.nanoTime() + FAULT_NANOS;
			while (System.nanoTime() < end) {
				fault.accept(this.servers.get(this.random.nextInt(5)));
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(this.random.nextInt(8_000)));
			}
			this.servers.forEach((server) -> server.command("CONFIG", "SET", "maxmemory", "0"));
			contention.awaitHolds(5);
			intervals = contention.end();
		}
		assertThat(HistoryCheck.violations(intervals)).isEmpty();
		this.servers.forEach((server) -> Awaitility.await("the key of " + server)
			.until(() -> Long.valueOf(0).equals(server.command("EXISTS", LocalContention.NAME))));
	}

	private Redsync connect() {
		Redsync client = Redsync.connect(this.servers.uris().toArray(new String[0]));
		this.opened.add(client);
		return client;
	}

}

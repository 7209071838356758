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

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients that outlive the test in which servers were killed, as the client of a Spring
 * context does.
 */
@Timeout(60)
class HealedServersTests {

	private final RedisServers servers = RedisServers.start(3);

	private final Redsync redsync = Redsync.connect(this.servers.uris().toArray(String[]::new));

	/** A limit that is shorter than the quarantine. */
	private final Mutex mutex = this.redsync.newMutex("job", (options) -> options.waitTime(Duration.ofSeconds(3)));

	@AfterEach
	void close() {
		this.redsync.close();
		this.servers.close();
	}

	private void lock() {
		this.mutex.lock().unlock();
	}

	private void assertRestartProtected() {
		Mutex shortWait = this.redsync.newMutex("job", (options) -> options.waitTime(Duration.ofMillis(300)));
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(shortWait::lock)
			.withMessageContaining("quarantined after a restart");
	}

	private void awaitUp(int index) {
		while (!this.redsync.nodes().get(index).isUp()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	@Test
	void serverKilledAndHealedVotesInNextTest() {
		lock();
		this.servers.get(0).kill();
		lock();
		this.servers.heal();
		this.servers.get(1).kill();
		assertThatCode(this::lock).doesNotThrowAnyException();
		this.servers.heal();
		this.servers.get(2).kill();
		assertThatCode(this::lock).doesNotThrowAnyException();
	}

	@Test
	void serverRestartedBeforeItIsHealedVotesInNextTest() {
		lock();
		this.servers.get(0).restartEmpty();
		this.servers.get(2).kill();
		awaitUp(0);
		assertRestartProtected();
		this.servers.heal();
		this.servers.get(1).kill();
		assertThatCode(this::lock).doesNotThrowAnyException();
	}

	@Test
	void restartAfterHealingIsProtectedAgain() {
		lock();
		this.servers.get(0).kill();
		this.servers.heal();
		lock();
		this.servers.get(0).restartEmpty();
		this.servers.get(1).kill();
		awaitUp(0);
		assertRestartProtected();
	}

	@Test
	void clientOfNextTestTrustsHealedServer() {
		awaitAge(3);
		this.servers.get(0).kill();
		this.servers.heal();
		List<String> uris = this.servers.uris();
		try (Redsync next = Redsync.connect(uris.toArray(String[]::new))) {
			next.newMutex("job").lock().unlock();
			this.servers.get(1).kill();
			Mutex patient = next.newMutex("job", (options) -> options.waitTime(Duration.ofSeconds(3)));
			assertThatCode(() -> patient.lock().unlock()).doesNotThrowAnyException();
		}
	}

	/**
	 * Wait until the servers report an age that a client can distinguish from that of a
	 * restarted server.
	 */
	private void awaitAge(int seconds) {
		while (Arrays.stream(String.valueOf(this.servers.get(0).command("INFO", "server")).split("\\R"))
			.filter((line) -> line.startsWith("uptime_in_seconds:"))
			.noneMatch((line) -> Integer.parseInt(line.substring("uptime_in_seconds:".length())) >= seconds)) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		}
	}

}

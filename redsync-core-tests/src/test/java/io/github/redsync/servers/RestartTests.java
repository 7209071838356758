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

import java.time.Duration;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.RestartProtection;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that restart empty while locks are held.
 */
@RedisNodes(count = 5)
class RestartTests {

	private static final Duration EXPIRY = Duration.ofSeconds(2);

	private final RedisServers servers;

	private final ServerGroup group;

	RestartTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void lockOnBareMajoritySurvivesRestartOfItsNode() {
		try (Redsync holder = connect(RestartProtection.OBSERVED);
				Redsync other = connect(RestartProtection.OBSERVED)) {
			Lease lease = lockOnExactlyThree(holder, "bare");
			restart(0);
			ServerGroup.awaitUp(other, 5);
			free("bare");
			// Three of five are free, but one of them is quarantined
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(() -> other.newMutex("bare", (options) -> options.waitTime(Duration.ofMillis(300))).lock())
				.withMessageContaining("quarantined after a restart");
			assertThat(lease.isValid()).isTrue();
			Lease next = other.newMutex("bare", (options) -> options.waitTime(Duration.ofSeconds(30))).lock();
			assertThat(lease.isValid()).isFalse();
			next.unlock();
			this.group.awaitGone("bare");
		}
	}

	@Test
	void processStartedAfterRestartDetectsYoungerNode() {
		try (Redsync holder = connect(RestartProtection.OBSERVED)) {
			// Servers report whole seconds, so an age difference below three seconds
			// cannot
			// be detected
			Awaitility.await().until(() -> uptimeSeconds(3) >= 4);
			Lease lease = lockOnExactlyThree(holder, "younger");
			restart(0);
			free("younger");
			try (Redsync other = connect(RestartProtection.OBSERVED)) {
				assertThatExceptionOfType(LockTakenException.class).isThrownBy(
						() -> other.newMutex("younger", (options) -> options.waitTime(Duration.ofMillis(300))).lock())
					.withMessageContaining("quarantined after a restart");
			}
			assertThat(lease.isValid()).isTrue();
			// Two of five still have the key
			lease.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OBSERVED", "STRICT" })
	void restartOfAllNodesIsCoveredOnlyIfStrict(RestartProtection protection) {
		try (Redsync holder = connect(protection)) {
			Lease lease = lock(holder, "all-restarted");
			for (int i = 0; i < 5; i++) {
				restart(i);
			}
			try (Redsync other = connect(protection)) {
				Mutex once = other.newMutex("all-restarted", (options) -> options.tries(1));
				if (protection == RestartProtection.STRICT) {
					assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(once::lock)
						.withMessageContaining("quarantined after a restart");
				}
				else {
					assertThat(once.lock().isValid()).isTrue();
				}
				assertThat(lease.isValid()).isTrue();
			}
		}
	}

	private Redsync connect(RestartProtection protection) {
		return this.group.connect((builder) -> builder.restartProtection(protection)
			.defaults(LockOptions.builder().expiry(EXPIRY).build()));
	}

	private static Lease lock(Redsync redsync, String name) {
		return redsync.newMutex(name, (options) -> options.waitTime(Duration.ofSeconds(30))).lock();
	}

	private Lease lockOnExactlyThree(Redsync redsync, String name) {
		this.group.set(name, "another", 3, 5, 60_000);
		Lease lease = lock(redsync, name);
		// The time in which the key would have been restored on the others
		Awaitility.await().until(() -> lease.timeLeft().compareTo(EXPIRY.multipliedBy(4).dividedBy(5)) < 0);
		assertThat(this.group.holding(name, lease.value())).isEqualTo(3);
		return lease;
	}

	private void free(String name) {
		this.servers.get(3).command("DEL", name);
		this.servers.get(4).command("DEL", name);
	}

	private void restart(int index) {
		this.servers.get(index).kill();
		this.servers.get(index).restartEmpty();
	}

	private long uptimeSeconds(int index) {
		return String.valueOf(this.servers.get(index).command("INFO", "server"))
			.lines()
			.filter((line) -> line.startsWith("uptime_in_seconds:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

}

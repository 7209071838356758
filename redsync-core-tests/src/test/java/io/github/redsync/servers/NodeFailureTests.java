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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.RestartProtection;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that are killed, paused, restarted empty, or down from the start.
 */
@RedisNodes(count = 3)
class NodeFailureTests {

	private final RedisServers servers;

	private final ServerGroup group;

	NodeFailureTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void oneOfThreeKilledHasNoEffect() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.get(1).kill();
			for (int i = 0; i < 20; i++) {
				Lease lease = redsync.newMutex("killed-one").lock();
				lease.extend();
				lease.unlock();
			}
		}
	}

	@Test
	void twoOfThreeKilledAreReportedWithinWaitTime() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.get(1).kill();
			this.servers.get(2).kill();
			assertThatExceptionOfType(QuorumUnavailableException.class)
				.isThrownBy(() -> redsync.newMutex("killed-two", (options) -> options.waitTime(Duration.ofMillis(400)))
					.lock())
				.withMessageContaining(" of 3 nodes granted it, 2 required")
				.withMessageContaining(this.servers.get(2).host() + ":" + this.servers.get(2).port() + ": ")
				.satisfies((failure) -> assertThat(failure.nodes()).hasSize(3));
		}
	}

	@Test
	void pausedMinorityIsNotAwaited() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.get(0).pause();
			for (int i = 0; i < 50; i++) {
				redsync.newMutex("hung-" + i).lock().unlock();
			}
			this.servers.get(0).resume();
			for (int i = 0; i < 50; i++) {
				this.group.awaitGone("hung-" + i);
			}
		}
	}

	@Test
	void pausedMajorityNeverGrantsInvalidLock() {
		try (Redsync redsync = this.group.connect()) {
			this.servers.get(0).pause();
			this.servers.get(1).pause();
			Optional<Lease> lease;
			try {
				lease = ServerGroup.shortLived(redsync, "slow", (options) -> {
				}).tryLock();
			}
			catch (QuorumUnavailableException ex) {
				lease = Optional.empty();
			}
			assertThat(lease).isEmpty();
			this.servers.get(0).resume();
			this.servers.get(1).resume();
			this.group.awaitGone("slow");
		}
	}

	@Test
	void nodeThatIsDownAtStartJoinsWhenItIsBack() {
		this.servers.get(2).kill();
		try (Redsync redsync = Redsync.connect(this.servers.uris().toArray(new String[0]))) {
			Lease lease = redsync.newMutex("late-node").lock();
			lease.unlock();
			this.servers.get(2).restartEmpty();
			ServerGroup.awaitUp(redsync, 3);
			Awaitility.await().untilAsserted(() -> {
				try (Lease again = redsync.newMutex("late-node").lock()) {
					this.group.awaitHeld("late-node", again.value(), 3);
				}
			});
		}
	}

	@Test
	void nodeRestartedEmptyDoesNotVoteDuringQuarantine() {
		try (Redsync holder = this.group.connect(); Redsync other = this.group.connect()) {
			Lease lease = lockOnTwoOfThreeAndRestartOne(holder, other, "restarted");
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(
						() -> other.newMutex("restarted", (options) -> options.waitTime(Duration.ofMillis(300))).lock())
				.withMessageContaining("quarantined after a restart");
			assertThat(lease.isValid()).isTrue();
			assertThat(this.group.holding("restarted", lease.value())).isEqualTo(1);
		}
	}

	@Test
	void nodeRestartedEmptyVotesWithoutProtection() {
		try (Redsync other = this.group.connect((builder) -> builder.restartProtection(RestartProtection.OFF));
				Redsync holder = this.group.connect()) {
			Lease lease = lockOnTwoOfThreeAndRestartOne(holder, other, "unprotected");
			Lease second = other.newMutex("unprotected").lock();
			assertThat(lease.isValid()).isTrue();
			assertThat(second.isValid()).isTrue();
		}
	}

	private Lease lockOnTwoOfThreeAndRestartOne(Redsync holder, Redsync other, String name) {
		this.group.set(name, "another", 2, 3, 60_000);
		Lease lease = holder.newMutex(name).lock();
		assertThat(this.group.holding(name, lease.value())).isEqualTo(2);
		// The time in which the key would have been restored on the third node
		Awaitility.await().until(() -> lease.timeLeft().compareTo(Duration.ofMillis(7_400)) < 0);
		this.servers.get(1).kill();
		this.servers.get(1).restartEmpty();
		ServerGroup.awaitUp(other, 3);
		this.servers.get(2).command("DEL", name);
		assertThat(lease.isValid()).isTrue();
		return lease;
	}

	@Test
	void leaseWhoseKeysAreDeletedIsLost() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync
				.newMutex("deleted", (options) -> options.expiry(Duration.ofSeconds(1)).autoExtend(true))
				.lock();
			this.group.awaitHeld("deleted", lease.value(), 3);
			this.servers.get(0).command("DEL", "deleted");
			this.group.awaitHeld("deleted", lease.value(), 3);
			assertThat(lease.isValid()).isTrue();
			this.servers.forEach((server) -> server.command("DEL", "deleted"));
			LeaseLostException lost = lease.onLost().orTimeout(10, TimeUnit.SECONDS).join();
			assertThat(lost).hasMessageContaining("its keys are gone");
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
			this.group.awaitGone("deleted");
		}
	}

	@Test
	void extendedLeaseOutlivesItsExpiry() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync
				.newMutex("extended", (options) -> options.expiry(Duration.ofMillis(300)).autoExtend(true))
				.lock();
			long until = lease.until().toEpochMilli();
			Awaitility.await().until(() -> System.currentTimeMillis() > until + 600);
			assertThat(lease.isValid()).isTrue();
			assertThat(redsync.newMutex("extended").tryLock()).isEmpty();
			lease.unlock();
			assertThat(redsync.newMutex("extended").tryLock()).isPresent();
		}
	}

	@Test
	void maxHoldEndsExtendedLease() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync
				.newMutex("bounded",
						(options) -> options.expiry(Duration.ofMillis(300))
							.autoExtend(true)
							.maxHold(Duration.ofMillis(700)))
				.lock();
			assertThat(lease.onLost().orTimeout(10, TimeUnit.SECONDS).join())
				.hasMessageContaining("it was held for maxHold");
			this.group.awaitGone("bounded");
		}
	}

	@Test
	void refusalNamesHolder() {
		try (Redsync redsync = this.group.connect((builder) -> builder.owner("shop@web-1:4711"));
				Lease lease = redsync.newMutex("owned").lock()) {
			this.group.awaitHeld("owned", lease.value(), 3);
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(() -> redsync.newMutex("owned", (options) -> options.tries(1)).lock())
				.withMessageContaining("held by shop@web-1:4711 on ")
				.satisfies((failure) -> assertThat(failure.nodes())
					.anyMatch((node) -> "shop@web-1:4711".equals(node.owner()) && node.timeLeft() != null));
			assertThat(redsync.newMutex("owned").inspect()).satisfies((state) -> {
				assertThat(state.held()).isTrue();
				assertThat(state.owner()).isEqualTo("shop@web-1:4711");
				assertThat(state.timeLeft()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
			});
		}
	}

}

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import io.github.redsync.RedsyncListener;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the loss and the extension of leases, and for the time that a lock stays
 * taken.
 */
@RedisNodes(count = 3)
class LossTests {

	private final RedisServers servers;

	private final ServerGroup group;

	LossTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void leaseSurvivesShortPauseOfAllNodes() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync.newMutex("blip", (options) -> options.expiry(Duration.ofSeconds(3)).autoExtend(true))
				.lock();
			this.group.awaitHeld("blip", lease.value(), 3);
			long until = lease.until().toEpochMilli();
			this.servers.forEach(RedisServer::pause);
			// The extension after a third of the expiry fails
			Awaitility.await().until(() -> lease.timeLeft().compareTo(Duration.ofMillis(1_300)) < 0);
			this.servers.forEach(RedisServer::resume);
			Awaitility.await().until(() -> lease.until().toEpochMilli() > until);
			assertThat(lease.isValid()).isTrue();
			assertThat(lease.onLost()).isNotDone();
			lease.unlock();
		}
	}

	@Test
	void expiredLeaseLeavesKeysOfAttachedLease() {
		try (Redsync from = this.group.connect(); Redsync to = this.group.connect()) {
			Lease passed = from.newMutex("passed-on", (options) -> options.expiry(Duration.ofMillis(800))).lock();
			this.group.awaitHeld("passed-on", passed.value(), 3);
			Lease attached = to.newMutex("passed-on", (options) -> options.expiry(Duration.ofSeconds(30)))
				.attach(passed.value());
			attached.extend();
			passed.onLost().orTimeout(20, TimeUnit.SECONDS).join();
			// Uses the same connections, so it follows all requests of the loss
			assertThat(from.newMutex("passed-on").inspect().held()).isTrue();
			this.group.awaitHeld("passed-on", attached.value(), 3);
			assertThat(attached.verify()).isTrue();
			attached.unlock();
		}
	}

	@Test
	void expiredAttachedLeaseLeavesKeysOfFirstLease() {
		try (Redsync from = this.group.connect(); Redsync to = this.group.connect()) {
			Lease first = from.newMutex("lent", (options) -> options.expiry(Duration.ofSeconds(30))).lock();
			this.group.awaitHeld("lent", first.value(), 3);
			Lease attached = to.newMutex("lent", (options) -> options.expiry(Duration.ofMillis(800)))
				.attach(first.value());
			attached.extend();
			first.extend();
			attached.onLost().orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(to.newMutex("lent").inspect().held()).isTrue();
			assertThat(first.verify()).isTrue();
			first.unlock();
		}
	}

	@Test
	void lostLeaseIsReportedOnceAndNotExtended() {
		AtomicInteger losses = new AtomicInteger();
		RedsyncListener listener = new RedsyncListener() {

			@Override
			public void onLost(Mutex mutex, Lease lease, Duration held) {
				losses.incrementAndGet();
			}

		};
		try (Redsync redsync = this.group.connect((builder) -> builder.listener(listener))) {
			Lease lease = redsync
				.newMutex("lost-once", (options) -> options.expiry(Duration.ofMillis(600)).autoExtend(true))
				.lock();
			this.servers.forEach(RedisServer::pause);
			LeaseLostException lost = lease.onLost().orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(lost).hasMessageContaining("validity ended");
			assertThat(lease.isValid()).isFalse();
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
			this.servers.forEach(RedisServer::resume);
			this.group.awaitGone("lost-once");
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::extend);
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
			lease.close();
			assertThat(losses).hasValue(1);
		}
	}

	@Test
	void releasedLeaseIsNotExtended() {
		try (Redsync redsync = this.group.connect()) {
			for (int i = 0; i < 50; i++) {
				redsync.newMutex("short", (options) -> options.expiry(Duration.ofMillis(200)).autoExtend(true))
					.lock()
					.unlock();
			}
			this.servers.forEach((server) -> server.command("CONFIG", "RESETSTAT"));
			Lease marker = redsync.newMutex("marker", (options) -> options.expiry(Duration.ofMillis(400))).lock();
			marker.onLost().orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(this.group.existing("short")).isZero();
			assertThat(String.valueOf(this.servers.get(0).command("INFO", "commandstats"))).doesNotContain("pexpire");
		}
	}

	@Test
	void missingKeyIsRestored() {
		try (Redsync redsync = this.group.connect(); Lease lease = redsync.newMutex("repaired").lock()) {
			this.group.awaitHeld("repaired", lease.value(), 3);
			this.servers.get(2).command("DEL", "repaired");
			lease.extend();
			this.group.awaitHeld("repaired", lease.value(), 3);
		}
	}

	@Test
	void restoredKeyDoesNotCountImmediately() {
		try (Redsync redsync = this.group.connect(); Lease lease = redsync.newMutex("doubtful").lock()) {
			this.group.awaitHeld("doubtful", lease.value(), 3);
			this.servers.get(2).command("DEL", "doubtful");
			lease.extend();
			this.group.awaitHeld("doubtful", lease.value(), 3);
			// Two nodes have the key, but one was restored: no majority had it throughout
			this.servers.get(1).command("DEL", "doubtful");
			assertThatExceptionOfType(RedsyncException.class).isThrownBy(() -> {
				lease.extend();
				lease.extend();
			});
			assertThat(lease.isValid()).isFalse();
		}
	}

	@Test
	void lockHeldElsewhereInBetweenIsLost() {
		try (Redsync redsync = this.group.connect(); Redsync other = this.group.connect()) {
			Lease lease = redsync.newMutex("gap", (options) -> options.expiry(Duration.ofSeconds(30))).lock();
			this.group.awaitHeld("gap", lease.value(), 3);
			this.servers.forEach((server) -> server.command("DEL", "gap"));
			other.newMutex("gap").lock().unlock();
			this.group.awaitGone("gap");
			assertThatExceptionOfType(RedsyncException.class).isThrownBy(lease::extend);
			assertThat(lease.isValid()).isFalse();
		}
	}

	@Test
	void minHoldKeepsLockTakenAfterRelease() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync.newMutex("kept", (options) -> options.minHold(Duration.ofSeconds(1))).lock();
			this.group.awaitHeld("kept", lease.value(), 3);
			lease.unlock();
			assertThat(lease.isValid()).isFalse();
			assertThat(redsync.newMutex("kept").tryLock()).isEmpty();
			// The release may reach the third node later
			Awaitility.await()
				.untilAsserted(() -> assertThat(this.servers).allSatisfy(
						(server) -> assertThat((Long) server.command("PTTL", "kept")).isLessThanOrEqualTo(1_000)));
			this.group.awaitGone("kept");
		}
	}

	@Test
	void autoExtensionDoesNotShortenLongExtension() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync
				.newMutex("longer", (options) -> options.expiry(Duration.ofMillis(300)).autoExtend(true))
				.lock();
			this.group.awaitHeld("longer", lease.value(), 3);
			lease.extend(Duration.ofSeconds(2));
			long until = lease.until().toEpochMilli();
			// Several automatic extensions would have been due by then
			Awaitility.await().until(() -> lease.timeLeft().compareTo(Duration.ofMillis(400)) < 0);
			assertThat(lease.until().toEpochMilli()).isEqualTo(until);
			Awaitility.await().until(() -> lease.until().toEpochMilli() > until);
			assertThat(lease.isValid()).isTrue();
			lease.extend(Duration.ofSeconds(30));
			lease.extend(Duration.ofMillis(50));
			assertThat(lease.timeLeft()).isLessThan(Duration.ofSeconds(20));
			assertThatIllegalArgumentException().isThrownBy(() -> lease.extend(Duration.ofMillis(9)))
				.withMessageContaining("PT0.009S");
		}
	}

	@Test
	void unlockAfterKeepsLockTaken() {
		try (Redsync redsync = this.group.connect()) {
			Lease lease = redsync.newMutex("kept-on", (options) -> options.expiry(Duration.ofMinutes(5))).lock();
			this.group.awaitHeld("kept-on", lease.value(), 3);
			lease.unlockAfter(Duration.ofMillis(700));
			assertThat(lease.isValid()).isFalse();
			assertThat(redsync.newMutex("kept-on").tryLock()).isEmpty();
			this.group.awaitGone("kept-on");
			assertThatExceptionOfType(LeaseNotHeldException.class)
				.isThrownBy(() -> lease.unlockAfter(Duration.ofMillis(700)));
			assertThatIllegalArgumentException().isThrownBy(() -> lease.unlockAfter(Duration.ofMillis(-1)));
		}
	}

	@Test
	void tokensGrowWhileNodesAreDown() {
		try (Redsync redsync = this.group.connect(); Redsync other = this.group.connect()) {
			long last = 0;
			for (int round = 0; round < 60; round++) {
				RedisServer down = this.servers.get(round % 3);
				if (round % 5 == 0) {
					down.pause();
				}
				try (Lease lease = ((round % 2 == 0) ? redsync : other)
					.newMutex("fenced", (options) -> options.fencing(true))
					.lock()) {
					assertThat(lease.fencingToken()).isGreaterThan(last);
					last = lease.fencingToken();
				}
				down.resume();
			}
			assertThat((Long) this.servers.get(0).command("PTTL", "fenced:fence")).isPositive();
		}
	}

}

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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.ExtendFailedException;
import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.UnlockFailedException;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that hang or are slow.
 */
@RedisNodes(count = 5)
class HungNodeTests {

	private final ProxiedServers proxied;

	HungNodeTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	private static void lockAndUnlock(Mutex mutex, int times) {
		for (int i = 0; i < times; i++) {
			Lease lease = mutex.lock();
			lease.extend();
			lease.unlock();
		}
	}

	@Test
	@Timeout(60)
	void hungNodeDelaysNoCall() {
		AtomicInteger timeouts = new AtomicInteger();
		Redsync redsync = this.proxied.connect((builder) -> builder.listener(new RedsyncListener() {

			@Override
			public void onNodeAnswered(String node, NodeOperation operation, Outcome outcome, Duration latency) {
				timeouts.addAndGet((outcome == Outcome.TIMEOUT) ? 1 : 0);
			}

		}));
		this.proxied.server(0).pause();
		// A single request that waited for the time limit would take longer than all
		// calls
		Mutex mutex = redsync.newMutex("hung", (options) -> options.expiry(Duration.ofHours(1)));
		long start = System.nanoTime();
		lockAndUnlock(mutex, 200);
		System.out.printf("200 locks, extensions and unlocks beside a hung node: %d ms%n",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
		assertThat(timeouts).hasValue(0);
		this.proxied.server(0).resume();
		ProxiedServers.await().until(() -> this.proxied.existing("hung") == 0);
	}

	@Test
	void requestsForHungNodeAreLimited() {
		Redsync redsync = this.proxied.connect();
		RedisServer hung = this.proxied.server(0);
		Mutex mutex = redsync.newMutex("limited", (options) -> options.expiry(Duration.ofMinutes(1)));
		lockAndUnlock(mutex, 1);
		ProxiedServers.settle(redsync);
		long before = requests(hung);
		hung.pause();
		lockAndUnlock(mutex, 5);
		ProxiedServers.await().until(() -> !redsync.nodes().get(0).isUp());
		lockAndUnlock(mutex, 200);
		hung.resume();
		ProxiedServers.awaitUp(redsync);
		ProxiedServers.settle(redsync);
		// Three for each round before, and missing keys may be restored
		assertThat(requests(hung) - before).isLessThanOrEqualTo(25);
		ProxiedServers.await().until(() -> this.proxied.existing("limited") == 0);
	}

	private static long requests(RedisServer server) {
		// An acquisition is a plain SET, every other request a script
		return ProxiedServers.calls(server, "set") + ProxiedServers.calls(server, "evalsha");
	}

	@Test
	void majoritySlowerThanValidityGrantsNoLock() {
		Redsync redsync = this.proxied.connect();
		for (int i = 0; i < 3; i++) {
			this.proxied.proxy(i).delayReplies(Duration.ofMillis(400));
		}
		assertNoLease(redsync, "slow");
	}

	@Test
	void majorityThatExecutesTooLateGrantsNoLock() {
		Redsync redsync = this.proxied.connect();
		for (int i = 0; i < 3; i++) {
			this.proxied.server(i).command("CLIENT", "PAUSE", "1500", "WRITE");
		}
		assertNoLease(redsync, "paused");
	}

	@Test
	@Timeout(60)
	void hungMajorityDelaysReleaseByTimeLimitAtMost() {
		Redsync redsync = this.proxied.connect();
		// The limit is 180 ms; without it, the replies would arrive when the nodes resume
		Lease lease = redsync
			.newMutex("released", (options) -> options.expiry(Duration.ofHours(1)).timeoutFactor(0.00005))
			.lock();
		ProxiedServers.await().until(() -> this.proxied.existing("released") == 5);
		hang(3);
		assertThatExceptionOfType(UnlockFailedException.class).isThrownBy(lease::unlock)
			.withMessageContaining("no reply within")
			.satisfies((failure) -> assertThat(failure.nodes()).filteredOn((node) -> node.outcome() == Outcome.TIMEOUT)
				.hasSize(3));
		assertThat(lease.isValid()).isFalse();
		resume();
		ProxiedServers.await().until(() -> this.proxied.existing("released") == 0);
	}

	@Test
	@Timeout(60)
	void hungMajorityDelaysExtensionByValidityAtMost() {
		Redsync redsync = this.proxied.connect();
		Lease lease = redsync.newMutex("kept-up", (options) -> options.expiry(Duration.ofSeconds(1))).lock();
		hang(3);
		assertThatExceptionOfType(ExtendFailedException.class).isThrownBy(lease::extend)
			.withMessageContaining("no reply within");
		assertThat(lease.isValid()).isFalse();
		resume();
		ProxiedServers.await().until(() -> this.proxied.existing("kept-up") == 0);
	}

	private void hang(int nodes) {
		for (int i = 0; i < nodes; i++) {
			this.proxied.server(i).pause();
		}
	}

	private void resume() {
		for (int i = 0; i < 5; i++) {
			this.proxied.server(i).resume();
		}
	}

	@Test
	@Timeout(60)
	void unreachableNodesDelayNoCall() {
		this.proxied.proxy(0).pause();
		try (Redsync redsync = Redsync.builder()
			.node(this.proxied.proxy(0).uri())
			.node("redis://no-such-host.invalid:6379")
			.node(this.proxied.server(2).uri())
			.node(this.proxied.server(3).uri())
			.node(this.proxied.server(4).uri())
			.build()) {
			lockAndUnlock(redsync.newMutex("joined", (options) -> options.expiry(Duration.ofHours(1))), 20);
			ProxiedServers.await()
				.untilAsserted(() -> assertThat(redsync.ping(Duration.ofSeconds(1)))
					.filteredOn((node) -> node.outcome() == Outcome.ERROR)
					.extracting((node) -> node.error())
					.satisfiesExactly((error) -> assertThat(error).contains("No connection was made within 2000 ms"),
							(error) -> assertThat(error).contains("no-such-host.invalid")));
			this.proxied.proxy(0).heal();
			ProxiedServers.await().until(() -> redsync.nodes().get(0).isUp());
		}
	}

	@Test
	@Timeout(60)
	void validityEndsBeforeKeysExpire() {
		Redsync redsync = this.proxied.connect();
		for (int i = 0; i < 5; i++) {
			this.proxied.proxy(i).delayReplies(Duration.ofMillis(20 * i));
		}
		try (Lease lease = redsync.newMutex("truth", (options) -> options.expiry(Duration.ofSeconds(30))).lock()) {
			for (int round = 0; round < 5; round++) {
				// The keys are read after the lease, so they can only have less time left
				ProxiedServers.await().until(() -> this.proxied.existing("truth") == 5);
				long left = lease.timeLeft().toMillis();
				long untilLeft = lease.until().toEpochMilli() - System.currentTimeMillis();
				long asked = System.nanoTime();
				List<Long> keysLeft = new ArrayList<>();
				for (int i = 0; i < 5; i++) {
					keysLeft.add((Long) this.proxied.server(i).command("PTTL", "truth"));
				}
				long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked) + 1;
				assertThat(keysLeft).filteredOn((ttl) -> ttl + passed >= Math.max(left, untilLeft))
					.hasSizeGreaterThanOrEqualTo(3);
				lease.extend();
			}
		}
	}

	private void assertNoLease(Redsync redsync, String name) {
		Mutex mutex = redsync.newMutex(name,
				(options) -> options.expiry(Duration.ofMillis(300)).timeoutFactor(1).waitTime(Duration.ofMillis(500)));
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(mutex::lock)
			.satisfies((failure) -> assertThat(failure.nodes()).extracting((node) -> node.outcome())
				.contains(Outcome.TIMEOUT));
		ProxiedServers.await().until(() -> this.proxied.existing(name) == 0);
	}

}

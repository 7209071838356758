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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncException;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The expectations of go-redsync's test suite, with one, three, four and five servers.
 */
@RedisNodes(count = 5)
class GoRedsyncSuiteTests {

	private final RedisServers servers;

	GoRedsyncSuiteTests(RedisServers servers) {
		this.servers = servers;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void lockSetsValueOnMajority(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect(); Lease lease = redsync.newMutex("test-redsync").lock()) {
			assertThat(group.holding("test-redsync", lease.value())).isGreaterThanOrEqualTo(group.majority());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void eightMutexesLockAndUnlockConcurrently(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String name = "test-mutex-" + i;
				all.add(redsync.newMutex(name).lockAsync().thenCompose((lease) -> {
					assertThat(group.holding(name, lease.value())).isGreaterThanOrEqualTo(group.majority());
					return lease.unlockAsync();
				}));
			}
			all.forEach(CompletableFuture::join);
			for (int i = 0; i < 8; i++) {
				group.awaitGone("test-mutex-" + i);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void tryLockThenExtend(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			Lease lease = redsync.newMutex("test-try-lock").tryLock().orElseThrow();
			lease.extend();
			assertThat(group.holding("test-try-lock", lease.value())).isGreaterThanOrEqualTo(group.majority());
			lease.unlock();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void lockedMutexIsTaken(int nodes) {
		try (Redsync redsync = ServerGroup.of(this.servers, nodes).connect();
				Lease lease = redsync.newMutex("test-already-locked").lock()) {
			Mutex other = redsync.newMutex("test-already-locked", (options) -> options.tries(1));
			assertThat(other.tryLock()).isEmpty();
			assertThatExceptionOfType(LockTakenException.class).isThrownBy(other::lock);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void extendProlongsTimeToLiveOnEveryNode(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect(); Lease lease = redsync.newMutex("test-extend").lock()) {
			group.awaitHeld("test-extend", lease.value(), nodes);
			Awaitility.await().until(() -> maxTimeToLive(group, nodes) < 7_500);
			lease.extend();
			Awaitility.await().until(() -> minTimeToLive(group, nodes) > 7_500);
		}
	}

	private static long maxTimeToLive(ServerGroup group, int nodes) {
		long max = 0;
		for (int i = 0; i < nodes; i++) {
			max = Math.max(max, timeToLive(group, i));
		}
		return max;
	}

	private static long minTimeToLive(ServerGroup group, int nodes) {
		long min = Long.MAX_VALUE;
		for (int i = 0; i < nodes; i++) {
			min = Math.min(min, timeToLive(group, i));
		}
		return min;
	}

	private static long timeToLive(ServerGroup group, int index) {
		return (group.server(index).command("PTTL", "test-extend") instanceof Long millis) ? millis : -3;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void expiredLockIsNotExtended(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			Lease lease = ServerGroup.shortLived(redsync, "test-extend-expired", (options) -> {
			}).lock();
			group.awaitGone("test-extend-expired");
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::extend);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void setNxOnExtendReacquiresExpiredLock(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			Lease lease = ServerGroup.shortLived(redsync, "test-set-nx", (options) -> options.setNxOnExtend(true))
				.lock();
			group.awaitGone("test-set-nx");
			assertThat(lease.isValid()).isFalse();
			lease.extend();
			assertThat(lease.isValid()).isTrue();
			assertThat(lease.wasReacquired()).isTrue();
			assertThat(group.holding("test-set-nx", lease.value())).isGreaterThanOrEqualTo(group.majority());
			lease.unlock();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void setNxOnExtendDoesNotTakeHeldLock(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			Lease expired = ServerGroup
				.shortLived(redsync, "test-set-nx-taken", (options) -> options.setNxOnExtend(true))
				.lock();
			group.awaitGone("test-set-nx-taken");
			try (Lease lease = redsync.newMutex("test-set-nx-taken").lock()) {
				assertThatExceptionOfType(RedsyncException.class).isThrownBy(expired::extend);
				assertThat(expired.isValid()).isFalse();
				assertThat(lease.verify()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void expiredLockIsNotUnlocked(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect()) {
			Lease lease = ServerGroup.shortLived(redsync, "test-unlock-expired", (options) -> {
			}).lock();
			group.awaitGone("test-unlock-expired");
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		}
	}

	@Test
	void lockIsGrantedExactlyIfMajorityIsFree() {
		ServerGroup group = ServerGroup.of(this.servers, 4);
		try (Redsync redsync = group.connect()) {
			for (int mask = 0; mask < 16; mask++) {
				String name = "test-quorum-" + mask;
				for (int i = 0; i < 4; i++) {
					if ((mask & (1 << i)) != 0) {
						group.set(name, "foobar", i, i + 1, 60_000);
					}
				}
				boolean majorityIsFree = 4 - Integer.bitCount(mask) >= group.majority();
				Optional<Lease> lease = redsync.newMutex(name).tryLock();
				assertThat(lease.isPresent()).as("taken on nodes of mask %d", mask).isEqualTo(majorityIsFree);
				if (lease.isPresent()) {
					assertThat(group.holding(name, lease.get().value())).isGreaterThanOrEqualTo(group.majority());
					lease.get().unlock();
				}
				else {
					assertThat(group.holding(name, "foobar")).isEqualTo(Integer.bitCount(mask));
					int taken = Integer.bitCount(mask);
					Awaitility.await().until(() -> group.existing(name) == taken);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void longLockIsValidAndRefusedToOthers(int nodes) {
		try (Redsync redsync = ServerGroup.of(this.servers, nodes).connect();
				Lease lease = redsync.newMutex("test-valid", (options) -> options.expiry(Duration.ofHours(1))).lock()) {
			assertThat(lease.isValid()).isTrue();
			assertThat(lease.verify()).isTrue();
			Mutex other = redsync.newMutex("test-valid",
					(options) -> options.tries(3).retryDelay((attempt) -> Duration.ofMillis(10)));
			assertThatExceptionOfType(LockTakenException.class).isThrownBy(other::lock)
				.withMessageContaining("3 attempts");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 4, 5 })
	void lockIsReleasedByItsValue(int nodes) {
		ServerGroup group = ServerGroup.of(this.servers, nodes);
		try (Redsync redsync = group.connect(); Redsync elsewhere = group.connect()) {
			Lease lease = redsync.newMutex("test-split").lock();
			elsewhere.newMutex("test-split").attach(lease.value()).unlock();
			group.awaitGone("test-split");
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		}
	}

}

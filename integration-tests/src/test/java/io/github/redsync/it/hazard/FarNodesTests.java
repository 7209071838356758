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

package io.github.redsync.it.hazard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Nodes that are 5, 80 and 250 ms away, each way. With the default expiry a node has 400
 * ms to reply, which is less than the longest round trip.
 */
@RedisNodes(count = 3)
@Timeout(60)
class FarNodesTests {

	private final Rig rig;

	FarNodesTests(RedisServers servers) {
		this.rig = new Rig(servers);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	private Redsync connect(int delayMillis) {
		for (int i = 0; i < 3; i++) {
			this.rig.proxy(i).delayRequests(Duration.ofMillis(delayMillis));
			this.rig.proxy(i).delayReplies(Duration.ofMillis(delayMillis));
		}
		return this.rig.connect();
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 80, 250 })
	void boundedWaitIsRefusedByTheHolder(int delayMillis) {
		this.rig.connectDirectly().newMutex("far", (options) -> options.expiry(Duration.ofMinutes(1))).lock();
		Redsync redsync = connect(delayMillis);
		Stream.of(0, 300, 500, 1_000)
			.map(Duration::ofMillis)
			.map((wait) -> CompletableFuture
				.supplyAsync(() -> redsync.newMutex("far", (options) -> options.waitTime(wait)).tryLock(wait)))
			.toList()
			.forEach((refused) -> assertThat(refused.join()).isEmpty());
		assertThatExceptionOfType(LockTakenException.class)
			.isThrownBy(() -> redsync.newMutex("far", (options) -> options.waitTime(Duration.ofMillis(600))).lock());
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 80, 250 })
	void leaseIsExtendedVerifiedAndReleased(int delayMillis) {
		Redsync redsync = connect(delayMillis);
		Lease lease = redsync.newMutex("far", (options) -> options.fencing(true)).tryLock().orElseThrow();
		assertThat(lease.fencingToken()).isPositive();
		lease.extend();
		assertThat(lease.verify()).isTrue();
		assertThat(redsync.newMutex("far").inspect().held()).isTrue();
		CompletableFuture<Optional<Lease>> waiting = CompletableFuture
			.supplyAsync(() -> redsync.newMutex("far").tryLock(Duration.ofSeconds(5)));
		lease.unlock();
		waiting.join().orElseThrow().unlock();
		assertThat(this.rig.existing("far")).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 80, 250 })
	void waiterOfAnotherProcessGetsReleasedLock(int delayMillis) {
		Redsync redsync = connect(delayMillis);
		Redsync other = this.rig.connect();
		Lease lease = redsync.newMutex("far").lock();
		CompletableFuture<Optional<Lease>> waiting = CompletableFuture
			.supplyAsync(() -> other.newMutex("far").tryLock(Duration.ofSeconds(10)));
		Rig.await().until(() -> this.rig.existing("far") == 3);
		lease.unlock();
		waiting.join().orElseThrow().unlock();
	}

}

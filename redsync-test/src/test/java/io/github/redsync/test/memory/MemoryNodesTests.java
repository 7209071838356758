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

package io.github.redsync.test.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.Mutex;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemoryNodes} through the public API.
 */
class MemoryNodesTests {

	private final VirtualTime time = new VirtualTime();

	@Test
	void locksInRealTime() {
		MemoryNodes nodes = MemoryNodes.create(3);
		try (Redsync one = nodes.connect(); Redsync two = nodes.connect()) {
			Lease lease = one.newMutex("job").lock();
			assertThat(nodes.countOf("job")).isEqualTo(3);
			assertThat(two.newMutex("job").tryLock()).isEmpty();
			lease.unlock();
			assertThat(two.newMutex("job").tryLock()).isPresent();
		}
	}

	@Test
	void delaysInRealTime() {
		MemoryNodes nodes = MemoryNodes.create(3);
		nodes.servers().forEach((server) -> server.delayReplies(Duration.ofMillis(2)));
		try (Redsync redsync = nodes.connect(); Lease lease = redsync.newMutex("job").lock()) {
			assertThat(lease.isValid()).isTrue();
		}
	}

	@Test
	void manyThreadsExcludeEachOther() throws Exception {
		MemoryNodes nodes = MemoryNodes.create(3);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		int[] count = new int[1];
		try (Redsync redsync = nodes.connect()) {
			Mutex mutex = redsync.newMutex("job",
					(options) -> options.retryDelay((attempt) -> Duration.ofMillis(1)).waitTime(Duration.ofMinutes(1)));
			var done = IntStream.range(0, 4).<Future<?>>mapToObj((thread) -> threads.submit(() -> {
				for (int i = 0; i < 50; i++) {
					try (Lease lease = mutex.lock()) {
						count[0]++;
					}
				}
			})).toList();
			for (Future<?> future : done) {
				future.get();
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(count[0]).isEqualTo(200);
		assertThat(nodes.countOf("job")).isZero();
	}

	@Test
	void pausedMinorityHasNoEffectAndPausedMajorityRefuses() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			nodes.get(0).pause();
			redsync.newMutex("job").lock().unlock();
			nodes.get(1).pause();
			CompletableFuture<Lease> refused = redsync.newMutex("job", (options) -> options.tries(1)).lockAsync();
			this.time.advance(Duration.ofSeconds(1));
			assertThatExceptionOfType(CompletionException.class).isThrownBy(refused::join)
				.withCauseInstanceOf(QuorumUnavailableException.class);
			nodes.get(0).resume();
			nodes.get(1).resume();
			assertThat(nodes.countOf("job")).isZero();
		}
	}

	@Test
	void healedServersVoteAfterAnyFault() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			Mutex mutex = redsync.newMutex("job", (options) -> options.tries(1));
			mutex.lock().unlock();
			nodes.get(0).restartEmpty();
			nodes.get(1).refuse();
			assertThat(mutex.lockAsync()).isCompletedExceptionally();
			nodes.heal();
			nodes.get(1).pause();
			nodes.get(2).set("job", "another", null);
			nodes.heal();
			nodes.get(2).dropRequests();
			assertThat(mutex.lockAsync()).isCompletedWithValueMatching(Lease::isValid);
			nodes.heal();
			assertThat(nodes.countOf("job")).isZero();
			nodes.get(1).stepClock(Duration.ofHours(1));
			nodes.get(1).restartFromSnapshot();
			nodes.heal();
			nodes.get(0).pause();
			assertThat(mutex.lockAsync()).isCompletedWithValueMatching(Lease::isValid);
		}
	}

	@Test
	void restartAfterHealingIsProtectedAgain() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			redsync.newMutex("job").lock().unlock();
			nodes.get(0).restartEmpty();
			nodes.heal();
			nodes.get(0).restartEmpty();
			nodes.get(1).refuse();
			assertThat(redsync.newMutex("job", (options) -> options.tries(1)).lockAsync()).isCompletedExceptionally();
		}
	}

	@Test
	void leaseIsLostWhenItsValidityEnds() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			Lease lease = redsync.newMutex("job").lock();
			this.time.advance(Duration.ofSeconds(7));
			assertThat(lease.isValid()).isTrue();
			assertThat(lease.onLost()).isNotDone();
			this.time.advance(Duration.ofSeconds(1));
			assertThat(lease.isValid()).isFalse();
			assertThat(lease.onLost()).isCompleted();
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
		}
	}

	@Test
	void leaseIsLostWhenMachineWasSuspended() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			Lease lease = redsync.newMutex("job").lock();
			this.time.suspend(Duration.ofSeconds(8));
			assertThat(nodes.countOf("job")).isZero();
			assertThat(lease.isValid()).isFalse();
		}
	}

	@Test
	void waiterGetsLockWhenItIsReleased() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync one = nodes.connect(); Redsync two = nodes.connect()) {
			Lease lease = one.newMutex("job").lock();
			CompletableFuture<Lease> waiting = two.newMutex("job").lockAsync();
			this.time.advance(Duration.ofSeconds(3));
			assertThat(waiting).isNotDone();
			lease.unlock();
			this.time.advance(Duration.ofSeconds(1));
			assertThat(waiting).isCompletedWithValueMatching(Lease::isValid);
		}
	}

	@Test
	void extendedLeaseSurvivesRestartOfMinority() {
		MemoryNodes nodes = MemoryNodes.create(3, this.time);
		try (Redsync redsync = nodes.connect()) {
			Lease lease = redsync.newMutex("job", (options) -> options.autoExtend(true)).lock();
			nodes.get(1).restartEmpty();
			this.time.advance(Duration.ofMinutes(1));
			assertThat(lease.isValid()).isTrue();
			assertThat(nodes.countOf("job")).isEqualTo(3);
		}
	}

	@Test
	void atLeastOneServerIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> MemoryNodes.create(0)).withMessageContaining("1 or more");
	}

}

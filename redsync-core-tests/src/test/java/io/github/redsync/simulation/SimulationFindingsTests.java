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

package io.github.redsync.simulation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.memory.MemoryNode;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.test.memory.MessageDelay;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Minimal reproductions of the faults that the simulator has found.
 */
@Tag("simulation")
class SimulationFindingsTests {

	private final VirtualTime time = new VirtualTime();

	private final VirtualTime paused = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	/**
	 * The lease expired while an extension was pending. Its releases then deleted the
	 * keys that the extension had set, although the lease was valid again.
	 */
	@Test
	void leaseReacquiredByPendingExtensionHasItsKeys() {
		try (Redsync redsync = this.nodes.connect()) {
			Mutex mutex = redsync.newMutex("job",
					(options) -> options.expiry(Duration.ofSeconds(1)).setNxOnExtend(true));
			Lease lease = mutex.lock();
			this.nodes.servers().forEach(MemoryServer::pause);
			CompletableFuture<Void> extension = lease.extendAsync();
			this.time.stepWallClock(Duration.ofSeconds(1));
			assertThat(lease.isValid()).isFalse();
			this.time.stepWallClock(Duration.ofSeconds(-1));
			this.nodes.servers().forEach(MemoryServer::resume);
			assertThat(extension).isCompleted();
			assertThat(lease.isValid()).isTrue();
			assertThat(this.nodes.countOf("job")).isEqualTo(3);
		}
	}

	/**
	 * A pending extension reacquired a lease that its holder had released.
	 */
	@Test
	void leaseReleasedAfterLossIsNotReacquired() {
		try (Redsync redsync = this.nodes.connect()) {
			Mutex mutex = redsync.newMutex("job",
					(options) -> options.expiry(Duration.ofSeconds(1)).setNxOnExtend(true).autoExtend(true));
			Lease lease = mutex.lock();
			this.nodes.servers().forEach(MemoryServer::pause);
			lease.extendAsync();
			this.time.stepWallClock(Duration.ofSeconds(1));
			assertThat(lease.isValid()).isFalse();
			this.time.stepWallClock(Duration.ofSeconds(-1));
			assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
			this.nodes.servers().forEach(MemoryServer::resume);
			this.time.advance(Duration.ofMillis(500));
			assertThat(lease.isValid()).isFalse();
			assertThat(this.nodes.countOf("job")).isZero();
		}
	}

	/**
	 * A key that the acquisition set late, after another client had held the lock, was
	 * counted as proof that no other client had held it.
	 */
	@Test
	void keySetLateProvesNothing() {
		// Requests to the third node are delayed. The client pauses, its messages do not
		MemoryNode third = this.nodes.get(2).connect(this.paused, this.time, this.time);
		third.delay(MessageDelay.of(Duration.ofMillis(1050)), MessageDelay.instant());
		try (Redsync slow = slowClient(third); Redsync fast = this.nodes.connect()) {
			Lease lease = slow.newMutex("job", (options) -> options.expiry(Duration.ofSeconds(1)).timeoutFactor(1))
				.lock();
			advanceBoth(500);
			third.delay(MessageDelay.of(Duration.ofMillis(550)), MessageDelay.instant());
			this.nodes.get(1).dropRequests();
			CompletableFuture<Void> extension = lease.extendAsync();
			this.nodes.get(1).deliver();
			this.paused.pause(Duration.ofMillis(550));
			this.time.advance(Duration.ofMillis(510));
			fast.newMutex("job").lock().unlock();
			assertThat(this.nodes.countOf("job")).isOne();
			this.time.advance(Duration.ofMillis(40));
			assertThat(this.nodes.countOf("job")).isEqualTo(2);
			assertThat(lease.isValid()).isFalse();
			assertThat(extension).isNotCompleted();
		}
	}

	private Redsync slowClient(MemoryNode third) {
		return Redsync.builder()
			.node(this.nodes.get(0).connect(this.paused, this.time, this.time))
			.node(this.nodes.get(1).connect(this.paused, this.time, this.time))
			.node(third)
			.timeSource(this.paused)
			.timers(this.paused)
			.callbackExecutor(Runnable::run)
			.build();
	}

	private void advanceBoth(long millis) {
		this.time.advance(Duration.ofMillis(millis));
		this.paused.advance(Duration.ofMillis(millis));
	}

}

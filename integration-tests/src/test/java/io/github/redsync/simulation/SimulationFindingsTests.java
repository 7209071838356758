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
 * What the simulator has found, each told in a few steps.
 */
@Tag("simulation")
class SimulationFindingsTests {

	private final VirtualTime time = new VirtualTime();

	private final VirtualTime paused = new VirtualTime();

	private final MemoryNodes nodes = MemoryNodes.create(3, this.time);

	/**
	 * The lease was found to be over while an extension was under way; the releases that
	 * were sent then deleted what the extension had set, and the lease was valid again.
	 */
	@Test
	void leaseThatIsTakenAnewByAnExtensionUnderWayHasItsKeys() {
		try (Redsync redsync = this.nodes.connect()) {
			Mutex mutex = redsync.newMutex("job",
					(options) -> options.expiry(Duration.ofSeconds(1)).setNxOnExtend(true));
			Lease lease = mutex.lock();
			this.nodes.servers().forEach(MemoryServer::hang);
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
	 * The extension under way revived a lease that its holder had let go of.
	 */
	@Test
	void leaseThatIsReleasedAfterItsLossIsNotTakenAnew() {
		try (Redsync redsync = this.nodes.connect()) {
			Mutex mutex = redsync.newMutex("job",
					(options) -> options.expiry(Duration.ofSeconds(1)).setNxOnExtend(true).autoExtend(true));
			Lease lease = mutex.lock();
			this.nodes.servers().forEach(MemoryServer::hang);
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
	 * A key that the acquisition set very late, after another had held the lock, was
	 * taken for a proof that nobody else had held it.
	 */
	@Test
	void keyThatIsSetLateProvesNothing() {
		// What the client sends to the third node is slow, and the client pauses; its
		// messages don't
		MemoryNode third = this.nodes.get(2).connect(this.paused, this.time, this.time);
		third.travel(MessageDelay.of(Duration.ofMillis(1050)), MessageDelay.instant());
		try (Redsync slow = slowClient(third); Redsync fast = this.nodes.connect()) {
			Lease lease = slow.newMutex("job", (options) -> options.expiry(Duration.ofSeconds(1)).timeoutFactor(1))
				.lock();
			advanceBoth(500);
			third.travel(MessageDelay.of(Duration.ofMillis(550)), MessageDelay.instant());
			this.nodes.get(1).loseRequests();
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

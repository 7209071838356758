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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redsync.Lease;
import io.github.redsync.LeaseNotHeldException;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.test.memory.MemoryNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the events that report the end of a lease.
 */
class LeaseEndEventTests {

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final Redsync redsync = this.nodes.builder().listener(new Ends(this.events)).build();

	@AfterEach
	void close() {
		this.redsync.close();
	}

	private void evict(String key) {
		this.nodes.servers().forEach((server) -> server.evict(key));
	}

	@Test
	void releaseOfHeldLockIsReportedAsRelease() {
		this.redsync.newMutex("job").lock().unlock();
		assertThat(this.events).containsExactly("released job");
	}

	@Test
	void lossShownByReleaseIsReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job").lock();
		evict("job");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		assertThat(this.events).containsExactly("lost job");
		assertThat(lease.onLost()).succeedsWithin(Duration.ofSeconds(10))
			.satisfies((loss) -> assertThat(loss).hasMessageContaining("its keys are gone"));
	}

	@Test
	void lossShownByCloseIsReportedAsLoss() {
		try (Lease lease = this.redsync.newMutex("job").lock()) {
			evict("job");
		}
		assertThat(this.events).containsExactly("lost job");
	}

	@Test
	void lossShownByAsynchronousReleaseIsReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job").lock();
		evict("job");
		assertThat(lease.unlockAsync()).failsWithin(Duration.ofSeconds(10));
		assertThat(this.events).containsExactly("lost job");
	}

	@Test
	void lossShownByReleaseThatKeepsKeysIsReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job", (options) -> options.minHold(Duration.ofSeconds(5))).lock();
		evict("job");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		assertThat(this.events).containsExactly("lost job");
	}

	@Test
	void lossShownByHandOffIsReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job").lock();
		var waiter = this.redsync.newMutex("job").lockAsync();
		// No change notification reaches the waiter, so the release hands the lock off
		this.nodes.servers().forEach((server) -> server.set("job", "another", Duration.ofMillis(300)));
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		assertThat(this.events).containsExactly("lost job");
		assertThat(waiter).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void lossOfOneOfSeveralLocksIsReportedForThatLock() {
		Lease lease = this.redsync.newMutex(List.of("first", "second"), this.redsync.defaults()).lock();
		evict("second");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		assertThat(this.events).containsExactlyInAnyOrder("released first", "lost second");
		assertThat(lease.onLost()).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void secondReleaseReportsNothing() {
		Lease lease = this.redsync.newMutex("job").lock();
		lease.unlock();
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		lease.close();
		assertThat(this.events).containsExactly("released job");
	}

	@Test
	void discardedLeaseIsNotReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job").lock();
		evict("job");
		lease.discard();
		assertThat(this.events).containsExactly("released job");
	}

	@Test
	void lossOfAttachedLeaseIsNotReported() {
		Lease lease = this.redsync.newMutex("job").attach("value-of-another-process");
		assertThatExceptionOfType(LeaseNotHeldException.class).isThrownBy(lease::unlock);
		assertThat(this.events).containsExactly("released job");
	}

	@Test
	void unconfirmedReleaseIsNotReportedAsLoss() {
		Lease lease = this.redsync.newMutex("job", (options) -> options.expiry(Duration.ofMillis(200))).lock();
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
		lease.close();
		assertThat(this.events).containsExactly("released job");
	}

	private record Ends(List<String> events) implements RedsyncListener {

		@Override
		public void onReleased(Mutex mutex, Lease lease, Duration heldFor) {
			this.events.add("released " + mutex.name());
		}

		@Override
		public void onLost(Mutex mutex, Lease lease, Duration heldFor) {
			this.events.add("lost " + mutex.name());
		}

	}

}

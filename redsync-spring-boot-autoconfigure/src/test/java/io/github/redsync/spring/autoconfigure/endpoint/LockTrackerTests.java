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

package io.github.redsync.spring.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.github.redsync.spring.autoconfigure.FakeNode;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor.HeldLock;
import io.github.redsync.spring.autoconfigure.endpoint.RedsyncDescriptor.WaitedLock;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockTracker}.
 */
class LockTrackerTests {

	private final LockTracker tracker = new LockTracker();

	private final FakeNode node = new FakeNode("n1");

	private final Redsync redsync = Redsync.builder().node(this.node).listener(this.tracker).build();

	@AfterEach
	void close() {
		this.redsync.close();
	}

	private List<HeldLock> held() {
		return this.tracker.held(this.redsync::owns);
	}

	private HeldLock held(String name) {
		List<HeldLock> held = this.tracker.held(LockTracker.named(name, this.redsync::owns));
		return held.isEmpty() ? null : held.get(0);
	}

	private List<WaitedLock> waiting() {
		return this.tracker.waiting(this.redsync::owns);
	}

	@Test
	void reportsLockWhileItIsHeld() {
		Instant before = Instant.now();
		Lease lease = this.redsync
			.newMutex("order:1", (options) -> options.label("order:#{#id}").expiry(Duration.ofSeconds(30)))
			.lock();
		assertThat(held()).containsExactly(held("order:1"));
		HeldLock held = held("order:1");
		assertThat(held.template()).isEqualTo("order:#{#id}");
		assertThat(held.since()).isBetween(before, Instant.now());
		assertThat(held.until()).isEqualTo(lease.until());
		assertThat(held.fencingToken()).isNull();
		assertThat(held("order:2")).isNull();
		lease.unlock();
		assertThat(held()).isEmpty();
	}

	@Test
	void reportsFencingToken() {
		try (Lease lease = this.redsync.newMutex("orders", (options) -> options.fencing(true)).lock()) {
			assertThat(held("orders").fencingToken()).isEqualTo(lease.fencingToken());
		}
	}

	@Test
	void removesLostLease() {
		Lease lease = this.redsync.newMutex("orders", (options) -> options.expiry(Duration.ofMillis(200))).lock();
		lease.onLost().join();
		assertThat(held()).isEmpty();
		Awaitility.await().until(this.tracker::isEmpty);
	}

	@Test
	void doesNotTrackAttachedLease() {
		this.redsync.newMutex("orders").attach("value of another process");
		assertThat(this.tracker.isEmpty()).isTrue();
	}

	@Test
	void countsWaiters() {
		this.node.keys().put("orders", "other");
		Mutex mutex = this.redsync.newMutex("orders", (options) -> options.waitTime(Duration.ofSeconds(30)));
		CompletableFuture<Lease> first = mutex.lockAsync();
		CompletableFuture<Lease> second = mutex.lockAsync();
		assertThat(waiting()).extracting(WaitedLock::name, WaitedLock::waiters)
			.containsExactly(Assertions.tuple("orders", 2));
		Instant since = waiting().get(0).since();
		first.cancel(true);
		assertThat(waiting().get(0).waiters()).isOne();
		assertThat(waiting().get(0).since()).isEqualTo(since);
		this.node.keys().remove("orders");
		Lease lease = second.join();
		assertThat(waiting()).isEmpty();
		assertThat(held("orders").waiters()).isZero();
		lease.close();
		assertThat(this.tracker.isEmpty()).isTrue();
	}

	@Test
	void distinguishesLocksOfSeveralRedsyncs() {
		try (Redsync other = Redsync.builder().node(new FakeNode("n1")).listener(this.tracker).build();
				Lease lease = other.newMutex("orders").lock()) {
			CompletableFuture<Lease> waiter = other.newMutex("orders").lockAsync();
			assertThat(held()).isEmpty();
			assertThat(waiting()).isEmpty();
			assertThat(this.tracker.held(other::owns)).extracting(HeldLock::name, HeldLock::waiters)
				.containsExactly(Assertions.tuple("orders", 1));
			assertThat(this.tracker.waiting(other::owns)).hasSize(1);
			waiter.cancel(true);
		}
	}

	@Test
	void countsWaitersOfSeveralMutexesOfOneName() {
		this.node.keys().put("orders", "other");
		CompletableFuture<Lease> first = this.redsync.newMutex("orders").lockAsync();
		CompletableFuture<Lease> second = this.redsync.newMutex("orders").lockAsync();
		assertThat(waiting()).extracting(WaitedLock::name, WaitedLock::waiters)
			.containsExactly(Assertions.tuple("orders", 2));
		first.cancel(true);
		second.cancel(true);
		assertThat(this.tracker.isEmpty()).isTrue();
	}

	@Test
	void keepsNothingForUnusedNames() {
		for (int i = 0; i < 10_000; i++) {
			this.redsync.newMutex("order:" + i).lock().unlock();
		}
		assertThat(this.tracker.isEmpty()).isTrue();
	}

	@Test
	void reportsLastFailureOfNode() {
		this.tracker.onNodeAnswered("n1", NodeOperation.ACQUIRE, NodeResult.Outcome.TAKEN, Duration.ZERO);
		this.tracker.onNodeAnswered("n1", NodeOperation.PING, NodeResult.Outcome.ERROR, Duration.ZERO);
		assertThat(this.tracker.lastFailure("n1")).isNull();
		this.tracker.onNodeAnswered("n1", NodeOperation.EXTEND, NodeResult.Outcome.TIMEOUT, Duration.ZERO);
		this.tracker.onNodeAnswered("n1", NodeOperation.RELEASE, NodeResult.Outcome.OK, Duration.ZERO);
		assertThat(this.tracker.lastFailure("n1").operation()).isEqualTo(NodeOperation.EXTEND);
		assertThat(this.tracker.lastFailure("n1").outcome()).isEqualTo(NodeResult.Outcome.TIMEOUT);
		assertThat(this.tracker.lastFailure("n2")).isNull();
	}

}

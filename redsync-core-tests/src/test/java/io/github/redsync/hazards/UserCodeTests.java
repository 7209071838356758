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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.RetryDelay;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for user code that throws, blocks, or returns invalid results. It affects at most
 * its own call, and every call ends.
 */
@Timeout(30)
class UserCodeTests {

	private final MemoryNodes nodes = MemoryNodes.create(3);

	static List<RetryDelay> delays() {
		return List.of((attempt) -> {
			throw new IllegalStateException("no delay");
		}, (attempt) -> null, (attempt) -> {
			throw new StackOverflowError("no delay");
		});
	}

	@ParameterizedTest
	@MethodSource("delays")
	void failedRetryDelayEndsAcquisition(RetryDelay delay) {
		try (Redsync redsync = this.nodes.connect()) {
			redsync.newMutex("delayed").lock();
			Mutex mutex = redsync.newMutex("delayed", (options) -> options.retryDelay(delay));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(mutex::lock)
				.withStackTraceContaining("etry")
				.isNotInstanceOf(LockNotAcquiredException.class);
			assertThat(mutex.lockAsync()).failsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void longRetryDelayEndsWithWait() {
		try (Redsync redsync = this.nodes.connect()) {
			redsync.newMutex("endless").lock();
			Mutex mutex = redsync.newMutex("endless",
					(options) -> options.retryDelay((attempt) -> Duration.ofSeconds(Long.MAX_VALUE))
						.waitTime(Duration.ofMillis(50)));
			assertThat(mutex.tryLock(Duration.ofMillis(50))).isEmpty();
		}
	}

	@Test
	void longestWaitTimeIsAccepted() {
		try (Redsync redsync = this.nodes.connect()) {
			assertThat(redsync.newMutex("for-ever").tryLock(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
		}
	}

	@ParameterizedTest
	@NullAndEmptySource
	void emptyGeneratedValueIsRefused(String value) {
		try (Redsync redsync = this.nodes.connect()) {
			Supplier<String> generator = () -> value;
			Mutex mutex = redsync.newMutex("no-value", (options) -> options.valueGenerator(generator));
			assertThatIllegalStateException().isThrownBy(mutex::lock).withMessageContaining("value generator");
			assertThat(this.nodes.countOf("no-value")).isZero();
		}
	}

	@Test
	void repeatedGeneratedValueIsRefused() {
		try (Redsync redsync = this.nodes.connect(); Lease holder = redsync.newMutex("repeated").lock()) {
			Mutex mutex = redsync.newMutex("repeated", (options) -> options.valueGenerator(() -> "constant"));
			assertThatIllegalStateException().isThrownBy(mutex::lock)
				.withMessageContaining("'repeated'")
				.withMessageContaining("return a new one each time");
			assertThat(holder.verify()).isTrue();
		}
	}

	@Test
	void listenerThatThrowsAffectsNoCall() {
		AtomicInteger calls = new AtomicInteger();
		try (Redsync redsync = this.nodes.builder().listener(new Thrower(calls)).listener(new Thrower(calls)).build()) {
			Lease lease = redsync.newMutex("thrown").lock();
			lease.extend();
			lease.unlock();
			Lease lost = redsync.newMutex("thrown", (options) -> options.expiry(Duration.ofMillis(60))).lock();
			lost.onLost().orTimeout(10, TimeUnit.SECONDS).join();
			assertThat(redsync.newMutex("thrown").lockAsync()).succeedsWithin(Duration.ofSeconds(10));
		}
		assertThat(calls).hasValueGreaterThan(20);
	}

	@Test
	void listenerThatBlocksEndsNoOtherLease() throws InterruptedException {
		CountDownLatch blocked = new CountDownLatch(3);
		CountDownLatch over = new CountDownLatch(1);
		RedsyncListener listener = new RedsyncListener() {

			@Override
			public void onLost(Mutex mutex, Lease lease, Duration held) {
				blocked.countDown();
				awaitUnchecked(over);
			}

		};
		try (Redsync redsync = this.nodes.builder().listener(listener).build()) {
			Lease extended = redsync
				.newMutex("kept", (options) -> options.expiry(Duration.ofSeconds(2)).autoExtend(true))
				.lock();
			long until = extended.until().toEpochMilli();
			shortLeases(redsync, 3);
			assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
			ProxiedServers.await().until(() -> extended.until().toEpochMilli() > until + 1_000);
			assertThat(extended.isValid()).isTrue();
			over.countDown();
		}
	}

	@Test
	void blockedActionsDoNotDelayLossReport() {
		CountDownLatch over = new CountDownLatch(1);
		try (Redsync redsync = this.nodes.connect()) {
			List<Lease> leases = shortLeases(redsync, 9);
			leases.subList(0, 8).forEach((lease) -> lease.onLost().thenRun(() -> awaitUnchecked(over)));
			assertThat(leases.get(8).onLost()).succeedsWithin(Duration.ofSeconds(20));
			assertThat(redsync.newMutex("async").lockAsync()).succeedsWithin(Duration.ofSeconds(20));
			over.countDown();
		}
	}

	static List<Executor> executors() {
		return List.of((task) -> {
			throw new RejectedExecutionException("closed");
		}, (task) -> {
			throw new StackOverflowError("closed");
		});
	}

	@ParameterizedTest
	@MethodSource("executors")
	void tasksOfRejectingExecutorStillRun(Executor executor) {
		try (Redsync redsync = this.nodes.builder().callbackExecutor(executor).build()) {
			Lease lease = redsync.newMutex("rejected", (options) -> options.expiry(Duration.ofMillis(300)))
				.lockAsync()
				.orTimeout(10, TimeUnit.SECONDS)
				.join();
			assertThat(lease.extendAsync()).succeedsWithin(Duration.ofSeconds(10));
			assertThat(lease.onLost()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void leaseThatEndsBeforeReturnIsNotReturned() {
		VirtualTime time = new VirtualTime();
		MemoryNodes slow = MemoryNodes.create(3, time);
		RedsyncListener pause = new RedsyncListener() {

			@Override
			public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
				time.pause(Duration.ofSeconds(8));
			}

		};
		try (Redsync redsync = slow.builder().listener(pause).build()) {
			assertThatExceptionOfType(LockNotAcquiredException.class)
				.isThrownBy(() -> redsync.newMutex("paused").lock())
				.withMessageContaining("too late");
			assertThat(redsync.newMutex("paused").lockAsync()).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withMessageContaining("too late");
		}
	}

	private static List<Lease> shortLeases(Redsync redsync, int count) {
		List<Lease> leases = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			leases.add(redsync
				.newMutex("short-" + i, (LockOptionsBuilder options) -> options.expiry(Duration.ofMillis(300)))
				.lock());
		}
		return leases;
	}

	private static void awaitUnchecked(CountDownLatch latch) {
		CompletableFuture.runAsync(() -> {
			try {
				latch.await(50, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, Runnable::run).join();
	}

	/**
	 * Throws an exception or an error from every method.
	 */
	private static final class Thrower implements RedsyncListener {

		private final AtomicInteger calls;

		Thrower(AtomicInteger calls) {
			this.calls = calls;
		}

		private void fail() {
			if (this.calls.incrementAndGet() % 2 == 0) {
				throw new IllegalStateException("The listener fails");
			}
			throw new AssertionError("The listener fails badly");
		}

		@Override
		public void onAcquireStarted(Mutex mutex) {
			fail();
		}

		@Override
		public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
			fail();
		}

		@Override
		public void onGranted(Mutex mutex, Lease lease) {
			fail();
		}

		@Override
		public void onExtended(Mutex mutex, Lease lease, boolean extended) {
			fail();
		}

		@Override
		public void onReleased(Mutex mutex, Lease lease, Duration held) {
			fail();
		}

		@Override
		public void onLost(Mutex mutex, Lease lease, Duration held) {
			fail();
		}

		@Override
		public void onNodeAnswered(String node, NodeOperation operation, Outcome outcome, Duration latency) {
			fail();
		}

	}

}

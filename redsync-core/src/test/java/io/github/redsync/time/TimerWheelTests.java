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

package io.github.redsync.time;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.time.Timers.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimerWheelTests {

	private final TimerWheel wheel = new TimerWheel("test-timer");

	@AfterEach
	void close() {
		this.wheel.close();
	}

	@Test
	void runsEveryTaskOnceAndNeverEarly() throws InterruptedException {
		int tasks = 20_000;
		CountDownLatch called = new CountDownLatch(tasks);
		List<Long> early = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < tasks; i++) {
			long delay = ThreadLocalRandom.current().nextLong(TimeUnit.SECONDS.toNanos(1));
			long due = System.nanoTime() + delay;
			this.wheel.schedule(delay, () -> {
				if (System.nanoTime() < due) {
					early.add(delay);
				}
				calls.incrementAndGet();
				called.countDown();
			});
		}
		assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(early).isEmpty();
		assertThat(calls).hasValue(tasks);
	}

	@Test
	void runsTaskDueAfterMoreThanOneTurn() throws InterruptedException {
		CountDownLatch called = new CountDownLatch(1);
		long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4_200);
		long[] calledAt = new long[1];
		this.wheel.schedule(TimeUnit.MILLISECONDS.toNanos(4_200), () -> {
			calledAt[0] = System.nanoTime();
			called.countDown();
		});
		assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(calledAt[0]).isGreaterThanOrEqualTo(due);
	}

	@Test
	void doesNotRunCancelledTask() throws InterruptedException {
		AtomicInteger calls = new AtomicInteger();
		List<Timeout> timeouts = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			timeouts.add(this.wheel.schedule(TimeUnit.MILLISECONDS.toNanos(200), calls::incrementAndGet));
		}
		timeouts.forEach(Timeout::cancel);
		timeouts.forEach(Timeout::cancel);
		CountDownLatch later = new CountDownLatch(1);
		this.wheel.schedule(TimeUnit.MILLISECONDS.toNanos(300), later::countDown);
		assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(calls).hasValue(0);
	}

	@Test
	void runsNextTaskAfterTaskHasThrown() throws InterruptedException {
		CountDownLatch called = new CountDownLatch(1);
		this.wheel.schedule(0, () -> {
			throw new IllegalStateException("test");
		});
		this.wheel.schedule(TimeUnit.MILLISECONDS.toNanos(5), called::countDown);
		assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void closeRunsPendingTasks() throws InterruptedException {
		CountDownLatch called = new CountDownLatch(2);
		this.wheel.schedule(TimeUnit.HOURS.toNanos(1), called::countDown);
		this.wheel.schedule(TimeUnit.HOURS.toNanos(2), called::countDown);
		this.wheel.close();
		assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void longestDelayDoesNotOverflow() {
		try (TimerWheel wheel = new TimerWheel("test-timer")) {
			CompletableFuture<Boolean> longest = new CompletableFuture<>();
			Timeout timeout = wheel.schedule(Long.MAX_VALUE, () -> longest.complete(true));
			CompletableFuture<Boolean> next = new CompletableFuture<>();
			wheel.schedule(5_000_000, () -> next.complete(true));
			assertThat(next.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
			assertThat(longest).isNotDone();
			timeout.cancel();
		}
	}

	@Test
	void taskScheduledAfterCloseRunsWhenDue() {
		TimerWheel wheel = new TimerWheel("test-timer");
		wheel.close();
		for (int i = 0; i < 3; i++) {
			CompletableFuture<Boolean> called = new CompletableFuture<>();
			wheel.schedule(20_000_000, () -> called.complete(true));
			assertThat(called).isNotDone();
			assertThat(called.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
		}
	}

}

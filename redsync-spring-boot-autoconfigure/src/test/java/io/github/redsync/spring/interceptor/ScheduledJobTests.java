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

package io.github.redsync.spring.interceptor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnBusy;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.time.VirtualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for scheduled jobs that run on one of several instances, as recommended in
 * {@code docs/scheduled-jobs.md}.
 */
class ScheduledJobTests {

	private static final int PERIODS = 20;

	@Test
	void jobRunsOncePerPeriodAlthoughClocksDiffer() {
		VirtualTime time = new VirtualTime();
		MemoryNodes nodes = MemoryNodes.create(3, time);
		AtomicInteger runs = new AtomicInteger();
		try (Redsync first = nodes.builder().build(); Redsync second = nodes.builder().build()) {
			Jobs early = new LockedBeans(first).add(new Jobs(runs));
			Jobs late = new LockedBeans(second).add(new Jobs(runs));
			for (int period = 0; period < PERIODS; period++) {
				// The clocks are up to 20 s apart, and drift
				early.hourly();
				assertThat(runs).hasValue(period + 1);
				time.advance(Duration.ofSeconds(1 + period));
				late.hourly();
				assertThat(runs).hasValue(period + 1);
				time.advance(Duration.ofMinutes(2).minusSeconds(1 + period));
			}
		}
	}

	@Test
	void jobOfCrashedInstanceRunsInNextPeriod() {
		VirtualTime time = new VirtualTime();
		MemoryNodes nodes = MemoryNodes.create(3, time);
		AtomicInteger runs = new AtomicInteger();
		try (Redsync first = nodes.builder().build(); Redsync second = nodes.builder().build()) {
			// The crashed instance holds the lock and never releases it
			first.newMutex("hourly", (options) -> options.expiry(Duration.ofMinutes(1))).lock();
			Jobs jobs = new LockedBeans(second).add(new Jobs(runs));
			jobs.hourly();
			assertThat(runs).hasValue(0);
			time.advance(Duration.ofMinutes(2));
			jobs.hourly();
			assertThat(runs).hasValue(1);
		}
	}

	@Test
	void metaAnnotationIsMergedWithItsOverrides() {
		FakeRedsync redsync = new FakeRedsync();
		Jobs jobs = new LockedBeans(redsync).add(new Jobs(new AtomicInteger()));
		jobs.daily();
		assertThat(redsync.lastMutex().name()).isEqualTo("daily");
		LockOptions options = redsync.lastMutex().options();
		assertThat(options.minHold()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.expiry()).isEqualTo(Duration.ofMinutes(1));
		assertThat(options.label()).isEqualTo("daily");
		jobs.brief();
		assertThat(redsync.lastMutex().options().minHold()).isEqualTo(Duration.ofMillis(500));
		redsync.take("daily");
		jobs.daily();
	}

	@Test
	void skippedCallWaitsForLessThanMinHold() {
		FakeRedsync redsync = new FakeRedsync();
		Jobs jobs = new LockedBeans(redsync).add(new Jobs(new AtomicInteger()));
		jobs.daily();
		assertThat(redsync.lastMutex().options().waitTime()).isEqualTo(Duration.ofSeconds(1));
		jobs.brief();
		assertThat(redsync.lastMutex().options().waitTime()).isEqualTo(Duration.ofMillis(250));
		jobs.withoutMinHold();
		assertThat(redsync.lastMutex().options().waitTime()).isZero();
		jobs.waiting();
		assertThat(redsync.lastMutex().options().waitTime()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void scheduledJobRunsOnceInTwoApplications() {
		try (var first = new AnnotationConfigApplicationContext(Application.class);
				var second = new AnnotationConfigApplicationContext(Application.class)) {
			Application.Skips one = first.getBean(Application.Skips.class);
			Application.Skips two = second.getBean(Application.Skips.class);
			Awaitility.await().atMost(Duration.ofSeconds(25)).until(() -> one.get() >= 1 && two.get() >= 1);
			assertThat(Application.RUNS).hasValue(1);
		}
	}

	public static class Jobs {

		private final AtomicInteger runs;

		Jobs(AtomicInteger runs) {
			this.runs = runs;
		}

		// No thread can wait in virtual time
		@SingletonJob(name = "hourly", waitTime = "0s")
		public void hourly() {
			this.runs.incrementAndGet();
		}

		@SingletonJob(name = "daily")
		public void daily() {
		}

		@SingletonJob(name = "short", atLeast = "500ms")
		public void brief() {
		}

		@DistributedLock(name = "plain", onBusy = OnBusy.SKIP)
		public void withoutMinHold() {
		}

		@DistributedLock(name = "waiting", onBusy = OnBusy.SKIP, waitTime = "3s")
		public void waiting() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(DistributedLockAutoConfiguration.class)
	static class Application {

		private static final MemoryNodes NODES = MemoryNodes.create(3);

		private static final AtomicInteger RUNS = new AtomicInteger();

		@Bean
		Redsync redsync(Skips skips) {
			return NODES.builder().listener(skips).build();
		}

		@Bean
		Skips skips() {
			return new Skips();
		}

		@Bean
		Report report() {
			return new Report();
		}

		static class Skips extends AtomicInteger implements RedsyncListener {

			private static final long serialVersionUID = 1L;

			@Override
			public void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
				if (outcome == AcquireOutcome.TAKEN) {
					incrementAndGet();
				}
			}

		}

		static class Report {

			@Scheduled(fixedRate = 20)
			@SingletonJob(name = "report")
			void create() {
				RUNS.incrementAndGet();
			}

		}

	}

}

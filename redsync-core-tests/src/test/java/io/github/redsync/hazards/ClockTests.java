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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import io.github.redsync.time.TimeSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The clocks of the client are set or stop while it holds a lock on real servers, whose
 * clocks continue.
 */
@RedisNodes(count = 3)
class ClockTests {

	private final ProxiedServers proxied;

	private final Clocks clocks = new Clocks();

	private final Redsync redsync;

	ClockTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
		this.redsync = this.proxied.connectDirectly((builder) -> builder.timeSource(this.clocks));
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	private Lease lock(String name, Duration expiry, boolean extended) {
		return this.redsync.newMutex(name, (options) -> options.expiry(expiry).autoExtend(extended)).lock();
	}

	@Test
	void stepForwardOfWallClockShortensLease() {
		Lease lease = lock("forward", Duration.ofMinutes(1), false);
		this.clocks.stepWallClock(Duration.ofSeconds(40));
		assertThat(lease.isValid()).isTrue();
		assertThat(lease.timeLeft()).isLessThan(Duration.ofSeconds(20));
		this.clocks.stepWallClock(Duration.ofSeconds(20));
		assertThat(lease.isValid()).isFalse();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(lease::ensureHeld);
		lease.onLost().orTimeout(20, TimeUnit.SECONDS).join();
		// The keys of a lease that is no longer trusted are released
		ProxiedServers.await().until(() -> this.proxied.existing("forward") == 0);
	}

	@Test
	void stepBackOfWallClockDoesNotProlongLease() {
		Lease lease = lock("back", Duration.ofMillis(300), false);
		this.clocks.stepWallClock(Duration.ofHours(-1));
		assertThat(lease.timeLeft()).isLessThan(Duration.ofMillis(300));
		assertEndsWithItsKeys(lease);
	}

	@Test
	void stoppedMonotonicClockDoesNotProlongLease() {
		Lease lease = lock("suspended", Duration.ofMillis(300), false);
		this.clocks.stopMonotonicClock();
		assertEndsWithItsKeys(lease);
	}

	private void assertEndsWithItsKeys(Lease lease) {
		while (this.proxied.existing(lease.name()) > 1) {
			Thread.onSpinWait();
		}
		assertThat(lease.isValid()).isFalse();
		assertThat(lease.onLost().orTimeout(20, TimeUnit.SECONDS).join()).hasMessageContaining("validity ended");
	}

	@Test
	void extensionAfterStepBackUsesNewTime() {
		Lease lease = lock("extended", Duration.ofMillis(300), true);
		this.clocks.stepWallClock(Duration.ofHours(-1));
		long first = lease.until().toEpochMilli();
		ProxiedServers.await().until(() -> lease.until().toEpochMilli() < first - TimeUnit.MINUTES.toMillis(59));
		assertThat(lease.isValid()).isTrue();
		assertThat(lease.timeLeft()).isLessThan(Duration.ofMillis(300));
		lease.unlock();
	}

	@Test
	void stepForwardDuringAcquisitionGivesNoLease() {
		// The validity counts from the first reading and is checked again at the end
		this.clocks.stepWallClockAfterReading(Duration.ofMinutes(1));
		assertThat(this.redsync.newMutex("stepped", (options) -> options.expiry(Duration.ofSeconds(30)).tries(1))
			.lockAsync()).failsWithin(Duration.ofSeconds(20));
		ProxiedServers.await().until(() -> this.proxied.existing("stepped") == 0);
	}

	/**
	 * The clocks of a machine that can be set and suspended.
	 */
	private static final class Clocks implements TimeSource {

		private final AtomicLong wallStep = new AtomicLong();

		private final AtomicLong nextStep = new AtomicLong();

		private volatile long stoppedAt;

		@Override
		public long nanoTime() {
			long stopped = this.stoppedAt;
			return (stopped != 0) ? stopped : System.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return System.currentTimeMillis() + this.wallStep.getAndAdd(this.nextStep.getAndSet(0));
		}

		void stepWallClock(Duration step) {
			this.wallStep.addAndGet(step.toMillis());
		}

		void stepWallClockAfterReading(Duration step) {
			this.nextStep.set(step.toMillis());
		}

		void stopMonotonicClock() {
			this.stoppedAt = System.nanoTime();
		}

	}

}

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

import java.io.IOException;
import java.time.Duration;

import io.github.redsync.LeaseLostException;
import io.github.redsync.LockOptions;
import io.github.redsync.LockTakenException;
import io.github.redsync.spring.DistributedLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DistributedLockInterceptor}, {@link LockedMethod} and its execution.
 */
class DistributedLockInterceptorTests {

	private LockedBeans beans;

	private FakeRedsync redsync;

	private Reports reports;

	@BeforeEach
	void setUp() {
		this.beans = new LockedBeans();
		this.redsync = this.beans.redsync;
		this.reports = this.beans.add(new Reports(this.redsync));
	}

	@Test
	void callRunsUnderItsLock() throws Exception {
		assertThat(this.reports.write("result")).isEqualTo("result");
		assertThat(this.redsync.events()).containsExactly("lock report", "body", "unlock report");
	}

	@Test
	void callOfMethodWithoutAnnotationIsNotLocked() {
		this.reports.read();
		assertThat(this.redsync.events()).containsExactly("body");
	}

	@Test
	void callIsRefusedWhileLockIsTaken() {
		this.redsync.take("report");
		assertThatExceptionOfType(LockTakenException.class).isThrownBy(() -> this.reports.write("result"));
		assertThat(this.redsync.events()).containsExactly("refuse report");
	}

	@Test
	void exceptionOfMethodIsUnchangedAndLockReleased() {
		IOException failure = new IOException("failed");
		assertThatException().isThrownBy(() -> this.reports.fail(failure)).isSameAs(failure);
		assertThat(failure).hasNoCause().hasNoSuppressedExceptions();
		assertThat(this.redsync.events()).containsExactly("lock report", "body", "unlock report");
	}

	@Test
	void errorOfMethodIsUnchangedAndLockReleased() {
		StackOverflowError failure = new StackOverflowError();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> this.reports.fail(failure))
			.isSameAs(failure);
		assertThat(this.redsync.held).isEmpty();
	}

	@Test
	void lockLostDuringCallEndsItInLeaseLostException() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.reports.writeAndLose(null))
			.withMessage("The lock 'report' was lost");
		assertThat(this.redsync.events()).containsExactly("lock report", "lose report");
	}

	@Test
	void exceptionOfMethodTakesPrecedenceOverLoss() {
		IOException failure = new IOException("failed");
		assertThatException().isThrownBy(() -> this.reports.writeAndLose(failure)).isSameAs(failure);
	}

	@Test
	void constantNameNeedsOneMutexOnly() throws Exception {
		this.reports.write("first");
		this.reports.write("second");
		assertThat(this.redsync.mutexes).hasSize(1);
	}

	@Test
	void optionsComeFromAnnotation() {
		this.reports.writeSlowly();
		LockOptions options = this.redsync.lastMutex().options();
		assertThat(options.expiry()).isEqualTo(Duration.ofSeconds(20));
		assertThat(options.waitTime()).isEqualTo(Duration.ofMillis(1500));
		assertThat(options.tries()).isEqualTo(7);
		assertThat(options.retryDelay().next(1)).isEqualTo(Duration.ofMillis(100));
		assertThat(options.autoExtend()).isFalse();
		assertThat(options.minHold()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.quorumWaitTime()).isEqualTo(Duration.ofMillis(700));
		assertThat(options.maxHold()).isEqualTo(Duration.ofMinutes(30));
		assertThat(options.fencing()).isTrue();
		assertThat(options.label()).isEqualTo("slow:${report.kind:#{#root.method.name}}");
	}

	@Test
	void optionsNotSetAreDefaults() throws Exception {
		LockOptions defaults = LockOptions.builder()
			.expiry(Duration.ofSeconds(30))
			.waitTime(Duration.ofSeconds(2))
			.tries(5)
			.minHold(Duration.ofSeconds(1))
			.maxHold(Duration.ofMinutes(2))
			.retryDelay((attempt) -> Duration.ofMillis(attempt))
			.driftFactor(0.02)
			.fencing(true)
			.build();
		FakeRedsync redsync = new FakeRedsync(defaults);
		new LockedBeans(redsync).add(new Reports(redsync)).write("result");
		assertThat(redsync.lastMutex().options()).usingRecursiveComparison()
			.isEqualTo(defaults.toBuilder().autoExtend(true).label("report").build());
	}

	@Test
	void optionWithEmptyPlaceholderIsDefault() {
		this.beans.properties.put("report.expiry", "");
		this.reports.writeFor();
		assertThat(this.redsync.lastMutex().options().expiry()).isEqualTo(LockOptions.defaults().expiry());
		FakeRedsync redsync = new FakeRedsync();
		LockedBeans beans = new LockedBeans(redsync);
		beans.properties.put("report.expiry", "1m");
		beans.add(new Reports(redsync)).writeFor();
		assertThat(redsync.lastMutex().options().expiry()).isEqualTo(Duration.ofMinutes(1));
	}

	public static class Reports {

		private final FakeRedsync redsync;

		Reports(FakeRedsync redsync) {
			this.redsync = redsync;
		}

		@DistributedLock("report")
		public String write(String result) throws IOException {
			assertThat(this.redsync.held).containsOnlyKeys("report");
			this.redsync.happened("body");
			return result;
		}

		@DistributedLock("report")
		public void fail(Throwable failure) throws Throwable {
			this.redsync.happened("body");
			throw failure;
		}

		@DistributedLock("report")
		public void writeAndLose(IOException failure) throws IOException {
			this.redsync.lose("report");
			if (failure != null) {
				throw failure;
			}
		}

		@DistributedLock(name = "slow:${report.kind:#{#root.method.name}}", expiry = "20s", waitTime = "PT1.5S",
				tries = 7, retryDelay = "100ms", autoExtend = false, minHold = "3000ms", maxHold = "30m",
				quorumWaitTime = "700ms", fencing = true)
		public void writeSlowly() {
		}

		@DistributedLock(name = "for", expiry = "${report.expiry:}")
		public void writeFor() {
		}

		public void read() {
			this.redsync.happened("body");
		}

	}

}

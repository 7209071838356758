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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.github.redsync.Lease;
import io.github.redsync.LockInterruptedException;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockFailureHandler;
import io.github.redsync.spring.OnBusy;
import io.github.redsync.test.memory.MemoryNodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the outcome of calls whose lock is not acquired.
 */
class RefusalTests {

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final Redsync redsync = this.nodes.connect();

	private final Redsync other = this.nodes.connect();

	private final LockedBeans beans = new LockedBeans(this.redsync);

	private final Jobs target = new Jobs();

	private Jobs jobs;

	@BeforeEach
	void setUp() {
		this.jobs = this.beans.add(this.target);
	}

	@AfterEach
	void close() {
		assertThat(this.target.calls).isEmpty();
		this.redsync.close();
		this.other.close();
	}

	private Lease taken() {
		return this.other.newMutex("job").lock();
	}

	private void unavailable() {
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
	}

	@Test
	void skippedCallsReturnEmptyValue() {
		taken();
		this.jobs.skipVoid();
		assertThat(this.jobs.skipObject()).isNull();
		assertThat(this.jobs.skipBoxed()).isNull();
		assertThat(this.jobs.skipOptional()).isEmpty();
		assertThat(this.jobs.skipOptionalInt()).isEmpty();
		assertThat(this.jobs.skipOptionalLong()).isEmpty();
		assertThat(this.jobs.skipOptionalDouble()).isEmpty();
	}

	@Test
	void callsAreSkippedOnlyIfLockIsTaken() {
		unavailable();
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(this.jobs::skipVoid);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(this.jobs::skipVoid);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void fallbackIsCalledForEachReason() {
		Lease lease = taken();
		assertThat(this.jobs.withFallback("a", 1)).startsWith("instead of a 1: Lock 'job' is taken");
		lease.unlock();
		unavailable();
		assertThat(this.jobs.withFallback("b", 2)).startsWith("instead of b 2: Lock 'job' not acquired: ");
	}

	@Test
	void fallbackCanOmitException() {
		taken();
		assertThat(this.jobs.withPlainFallback(7)).isEqualTo(-7);
	}

	@Test
	void fallbackCanBeLimitedToOneException() {
		Lease lease = taken();
		assertThat(this.jobs.withNarrowFallback()).isEqualTo("taken");
		lease.unlock();
		unavailable();
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(this.jobs::withNarrowFallback);
	}

	@Test
	void fallbackCanTakeAnyException() {
		taken();
		assertThat(this.jobs.withWideFallback(List.of("a"))).isEqualTo("[a] LockTakenException");
	}

	@Test
	void exceptionOfFallbackSuppressesRefusal() {
		taken();
		assertThatIllegalStateException().isThrownBy(this.jobs::withThrowingFallback)
			.withMessage("no other way")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement().isInstanceOf(LockTakenException.class));
	}

	@Test
	void fallbackIsNotCalledAfterInterrupt() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(LockInterruptedException.class).isThrownBy(() -> this.jobs.withFallback("a", 1));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void handlerIsCalledWithoutFallbackAndSkip() throws Exception {
		List<Object> asked = new ArrayList<>();
		Jobs handled = handled((failure, method, arguments) -> {
			asked.addAll(List.of(failure.getClass().getSimpleName(), method.getName(), arguments.length));
			return "handled " + arguments[0];
		});
		taken();
		assertThat(handled.plain("x")).isEqualTo("handled x");
		assertThat(asked).containsExactly("LockTakenException", "plain", 1);
		assertThat(handled.skipObject()).isNull();
		assertThat(handled.withNarrowFallback()).isEqualTo("taken");
		assertThat(asked).hasSize(3);
	}

	@Test
	void exceptionOfHandlerReachesCaller() {
		Jobs handled = handled((failure, method, arguments) -> {
			throw new UnsupportedOperationException("refused", failure);
		});
		taken();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> handled.plain("x"));
	}

	@Test
	void resultOfHandlerMustHaveTypeOfMethod() {
		Jobs handled = handled((failure, method, arguments) -> (arguments.length > 0) ? 42 : null);
		taken();
		assertThatIllegalStateException().isThrownBy(() -> handled.plain("x"))
			.withMessageContaining("returned an object of class java.lang.Integer for the method")
			.withMessageContaining("Jobs.plain(java.lang.String)', whose return type is java.lang.String")
			.withCauseInstanceOf(LockTakenException.class);
		assertThatIllegalStateException().isThrownBy(handled::primitive).withMessageContaining("returned null");
		assertThatNoException().isThrownBy(handled::plainVoid);
	}

	@Test
	void exceptionReachesCallerByDefault() {
		taken();
		assertThatExceptionOfType(LockTakenException.class).isThrownBy(() -> this.jobs.plain("x"));
	}

	private Jobs handled(LockFailureHandler handler) {
		LockedBeans beans = new LockedBeans(this.redsync);
		beans.beanFactory.registerSingleton("handler", handler);
		return beans.add(this.target);
	}

	public static class Jobs {

		final List<String> calls = new ArrayList<>();

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public void skipVoid() {
			this.calls.add("skipVoid");
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public @Nullable String skipObject() {
			this.calls.add("skipObject");
			return "";
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public @Nullable Integer skipBoxed() {
			this.calls.add("skipBoxed");
			return 1;
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public Optional<String> skipOptional() {
			this.calls.add("skipOptional");
			return Optional.of("");
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public OptionalInt skipOptionalInt() {
			this.calls.add("skipOptionalInt");
			return OptionalInt.of(1);
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public OptionalLong skipOptionalLong() {
			this.calls.add("skipOptionalLong");
			return OptionalLong.of(1);
		}

		@DistributedLock(name = "job", waitTime = "0s", onBusy = OnBusy.SKIP)
		public OptionalDouble skipOptionalDouble() {
			this.calls.add("skipOptionalDouble");
			return OptionalDouble.of(1);
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "instead")
		public String withFallback(String text, int number) {
			this.calls.add("withFallback");
			return "";
		}

		private String instead(String text, int number, LockNotAcquiredException failure) {
			return "instead of " + text + " " + number + ": " + failure.getMessage();
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "negated")
		public int withPlainFallback(int number) {
			this.calls.add("withPlainFallback");
			return 0;
		}

		static int negated(int number) {
			return -number;
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "ifTaken")
		public String withNarrowFallback() {
			this.calls.add("withNarrowFallback");
			return "";
		}

		protected String ifTaken(LockTakenException failure) {
			return "taken";
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "withWideFallback")
		public Object withWideFallback(List<String> texts) {
			this.calls.add("withWideFallback");
			return "";
		}

		String withWideFallback(Iterable<? extends CharSequence> texts, Exception failure) {
			return texts + " " + failure.getClass().getSimpleName();
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "throwing")
		public void withThrowingFallback() {
			this.calls.add("withThrowingFallback");
		}

		void throwing() {
			throw new IllegalStateException("no other way");
		}

		@DistributedLock(name = "job", waitTime = "0s")
		public String plain(String text) {
			this.calls.add("plain");
			return "";
		}

		@DistributedLock(name = "job", waitTime = "0s")
		public int primitive() {
			this.calls.add("primitive");
			return 0;
		}

		@DistributedLock(name = "job", waitTime = "0s")
		public void plainVoid() {
			this.calls.add("plainVoid");
		}

	}

}

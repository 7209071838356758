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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what comes of asynchronous calls whose lock is not acquired.
 */
class AsyncRefusalTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final Redsync redsync = this.nodes.connect();

	private final Redsync other = this.nodes.connect();

	private final LockedBeans beans = new LockedBeans(this.redsync);

	private Jobs jobs;

	@BeforeEach
	void setUp() {
		this.jobs = this.beans.add(new Jobs());
		this.other.newMutex("job").lock();
	}

	@AfterEach
	void close() {
		this.redsync.close();
		this.other.close();
	}

	private void unavailable() {
		this.nodes.get(0).refuse();
		this.nodes.get(1).refuse();
	}

	@Test
	void skippedCallsCompleteWithNothing() {
		assertThat(this.jobs.future()).succeedsWithin(LIMIT).isNull();
		assertThat(this.jobs.futureOfOptional()).succeedsWithin(LIMIT).isNull();
		assertThat(this.jobs.mono().blockOptional(LIMIT)).isEmpty();
		assertThat(this.jobs.flux().collectList().block(LIMIT)).isEmpty();
	}

	@Test
	void callsAreSkippedOnlyIfAnotherHoldsTheLock() {
		unavailable();
		assertThat(this.jobs.future()).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(QuorumUnavailableException.class);
		assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(() -> this.jobs.mono().block(LIMIT));
	}

	@Test
	void fallbacksAreAsynchronousToo() {
		assertThat(this.jobs.futureOrElse("a")).succeedsWithin(LIMIT).isEqualTo("a instead");
		assertThat(this.jobs.monoOrElse("b").block(LIMIT)).isEqualTo("b LockTakenException");
		unavailable();
		assertThat(this.jobs.futureOrElse("a")).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(QuorumUnavailableException.class);
	}

	@Test
	void theHandlerGivesTheFutureOrThePublisher() {
		List<String> asked = new CopyOnWriteArrayList<>();
		Jobs handled = handled((failure, method, arguments) -> {
			asked.add(method.getName() + Arrays.toString(arguments) + failure.getClass().getSimpleName());
			return switch (method.getName()) {
				case "plainFuture" -> CompletableFuture.completedFuture("later");
				case "plainMono" -> Mono.just("mono");
				default -> Flux.just("1", "2");
			};
		});
		assertThat(handled.plainFuture("a")).succeedsWithin(LIMIT).isEqualTo("later");
		assertThat(handled.plainMono("b").block(LIMIT)).isEqualTo("mono");
		assertThat(handled.plainFlux("c").collectList().block(LIMIT)).containsExactly("1", "2");
		assertThat(asked).containsExactly("plainFuture[a]LockTakenException", "plainMono[b]LockTakenException",
				"plainFlux[c]LockTakenException");
	}

	@Test
	void theHandlerIsAskedForEachSubscription() {
		AtomicInteger asked = new AtomicInteger();
		Mono<String> mono = handled((failure, method, arguments) -> Mono.just("" + asked.incrementAndGet()))
			.plainMono("a");
		assertThat(asked).hasValue(0);
		assertThat(mono.block(LIMIT)).isEqualTo("1");
		assertThat(mono.block(LIMIT)).isEqualTo("2");
	}

	@Test
	void theHandlerCanGiveNothing() {
		Jobs handled = handled((failure, method, arguments) -> null);
		assertThat(handled.plainFuture("a")).succeedsWithin(LIMIT).isNull();
		assertThat(handled.plainMono("b").blockOptional(LIMIT)).isEmpty();
		assertThat(handled.plainFlux("c").collectList().block(LIMIT)).isEmpty();
	}

	@Test
	void whatTheHandlerThrowsCompletesTheCall() {
		IOException failure = new IOException("busy");
		Jobs handled = handled((refusal, method, arguments) -> {
			throw failure;
		});
		assertThat(handled.plainFuture("a")).failsWithin(LIMIT).withThrowableThat().withCause(failure);
		StepVerifier.create(handled.plainMono("b"))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(LIMIT);
		StepVerifier.create(handled.plainFlux("c"))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(LIMIT);
	}

	@Test
	void whatTheHandlerGivesMustBeOfTheTypeOfTheMethod() {
		Jobs handled = handled((failure, method, arguments) -> "not a future");
		assertThat(handled.plainFuture("a")).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessageContaining("returned an object of class java.lang.String")
			.withMessageContaining("return type is java.util.concurrent.CompletableFuture");
		StepVerifier.create(handled.plainMono("b"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("return type is reactor.core.publisher.Mono"))
			.verify(LIMIT);
	}

	@Test
	void theHandlerIsNotAskedIfTheCallerGivesUp() {
		AtomicInteger asked = new AtomicInteger();
		Jobs handled = handled((failure, method, arguments) -> {
			asked.incrementAndGet();
			return null;
		});
		CompletableFuture<String> future = handled.waitingFuture();
		assertThat(future.cancel(true)).isTrue();
		handled.waitingMono().subscribe().dispose();
		// Comes after what the others would have led to
		assertThat(handled.plainFuture("a")).succeedsWithin(LIMIT);
		assertThat(asked).hasValue(1);
	}

	private Jobs handled(LockFailureHandler handler) {
		LockedBeans beans = new LockedBeans(this.redsync);
		beans.beanFactory.registerSingleton("handler", handler);
		return beans.add(new Jobs());
	}

	public static class Jobs {

		@DistributedLock(name = "job", waitTime = "0s")
		public CompletableFuture<String> plainFuture(String text) {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", waitTime = "0s")
		public Mono<String> plainMono(String text) {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", waitTime = "0s")
		public Flux<String> plainFlux(String text) {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", waitTime = "30s")
		public CompletableFuture<String> waitingFuture() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", waitTime = "30s")
		public Mono<String> waitingMono() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		public CompletableFuture<@Nullable String> future() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		public CompletableFuture<@Nullable Optional<String>> futureOfOptional() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		public Mono<String> mono() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", onBusy = OnBusy.SKIP)
		public Flux<String> flux() {
			throw new AssertionError();
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "futureInstead")
		public CompletableFuture<String> futureOrElse(String text) {
			throw new AssertionError();
		}

		CompletableFuture<String> futureInstead(String text, LockTakenException failure) {
			return CompletableFuture.completedFuture(text + " instead");
		}

		@DistributedLock(name = "job", waitTime = "0s", fallback = "monoInstead")
		public Mono<String> monoOrElse(String text) {
			throw new AssertionError();
		}

		private Mono<String> monoInstead(String text, LockNotAcquiredException failure) {
			return Mono.just(text + " " + failure.getClass().getSimpleName());
		}

	}

}

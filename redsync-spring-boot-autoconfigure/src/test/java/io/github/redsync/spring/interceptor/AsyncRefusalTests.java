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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnBusy;
import io.github.redsync.test.memory.MemoryNodes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

	public static class Jobs {

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

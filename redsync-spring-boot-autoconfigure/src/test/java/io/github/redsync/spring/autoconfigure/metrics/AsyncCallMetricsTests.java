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

package io.github.redsync.spring.autoconfigure.metrics;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnBusy;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.test.memory.MemoryNodes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters of methods with asynchronous results.
 */
class AsyncCallMetricsTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final MemoryNodes nodes = MemoryNodes.create(3);

	@Test
	void futureIsActiveUntilItCompletes() {
		run((call) -> {
			CompletableFuture<String> future = call.jobs.future("7");
			call.awaitActive(1);
			assertThat(call.count("redsync.lock.acquire", "acquired")).isOne();
			assertThat(call.held()).isZero();
			assertThat(future).isNotDone();
			call.jobs.body().complete("done");
			assertThat(future).succeedsWithin(LIMIT).isEqualTo("done");
			call.awaitActive(0);
			assertThat(call.held()).isOne();
		});
	}

	@Test
	void publisherIsActiveFromSubscriptionToTermination() {
		run((call) -> {
			Mono<String> mono = call.jobs.mono("7");
			assertThat(call.registry.find("redsync.lock.acquire").timer()).isNull();
			CompletableFuture<String> value = mono.toFuture();
			call.awaitActive(1);
			assertThat(call.held()).isZero();
			call.jobs.sink().tryEmitValue("done");
			assertThat(value).succeedsWithin(LIMIT).isEqualTo("done");
			call.awaitActive(0);
			assertThat(call.held()).isOne();
			assertThat(mono.block(LIMIT)).isEqualTo("done");
			assertThat(call.count("redsync.lock.acquire", "acquired")).isEqualTo(2);
		});
	}

	@Test
	void cancelledPublisherIsNoLongerActive() {
		run((call) -> {
			Disposable subscription = call.jobs.flux("7").subscribe();
			call.awaitActive(1);
			subscription.dispose();
			call.awaitActive(0);
			assertThat(call.held()).isOne();
		});
	}

	@Test
	void skippedCallCountsAsTaken() {
		run((call) -> {
			try (Redsync other = this.nodes.connect(); Lease lease = other.newMutex("job:7").lock()) {
				assertThat(call.jobs.skipped("7").blockOptional(LIMIT)).isEmpty();
			}
			assertThat(call.count("redsync.lock.acquire", "taken")).isOne();
			assertThat(call.count("redsync.lock.acquire", "acquired")).isZero();
		});
	}

	@Test
	void callCancelledDuringWaitCountsAsCancelled() {
		run((call) -> {
			try (Redsync other = this.nodes.connect(); Lease lease = other.newMutex("job:7").lock()) {
				CompletableFuture<String> future = call.jobs.future("7");
				assertThat(call.waiting()).isOne();
				future.cancel(true);
				Awaitility.await()
					.atMost(LIMIT)
					.until(() -> call.count("redsync.lock.acquire", "cancelled") == 1 && call.waiting() == 0);
			}
		});
	}

	private void run(Consumer<Call> test) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedsyncMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
							CompositeMeterRegistryAutoConfiguration.class, DistributedLockAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withBean(MemoryNodes.class, () -> this.nodes)
			.withBean(Jobs.class)
			.withUserConfiguration(LocksInMemory.class)
			.run((context) -> test
				.accept(new Call(context.getBean(Jobs.class), context.getBean(SimpleMeterRegistry.class))));
	}

	private record Call(Jobs jobs, MeterRegistry registry) {

		void awaitActive(int count) {
			// Listeners are notified before the call ends, or after it if it is cancelled
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> this.registry.find("redsync.lock.active").longTaskTimer() != null
						&& this.registry.get("redsync.lock.active")
							.tag("lock", "job:#{#id}")
							.longTaskTimer()
							.activeTasks() == count);
		}

		long held() {
			return this.registry.get("redsync.lock.hold").tag("lock", "job:#{#id}").timer().count();
		}

		long count(String name, String outcome) {
			return this.registry.get(name).tags("lock", "job:#{#id}", "outcome", outcome).timer().count();
		}

		double waiting() {
			return this.registry.get("redsync.lock.waiting").tag("lock", "job:#{#id}").gauge().value();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LocksInMemory {

		@Bean
		Redsync redsync(MemoryNodes nodes, RedsyncListener listener) {
			return nodes.builder().listener(listener).build();
		}

	}

	public static class Jobs {

		private final CompletableFuture<String> body = new CompletableFuture<>();

		private final Sinks.One<String> sink = Sinks.one();

		CompletableFuture<String> body() {
			return this.body;
		}

		Sinks.One<String> sink() {
			return this.sink;
		}

		@DistributedLock("job:#{#id}")
		public CompletableFuture<String> future(String id) {
			return this.body;
		}

		@DistributedLock("job:#{#id}")
		public Mono<String> mono(String id) {
			return this.sink.asMono();
		}

		@DistributedLock("job:#{#id}")
		public Flux<String> flux(String id) {
			return Flux.never();
		}

		@DistributedLock(name = "job:#{#id}", onBusy = OnBusy.SKIP)
		public Mono<String> skipped(String id) {
			return Mono.never();
		}

	}

}

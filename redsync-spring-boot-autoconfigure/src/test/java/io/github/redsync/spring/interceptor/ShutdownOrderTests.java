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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.test.memory.MemoryNodes;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for locked methods while the application shuts down.
 */
class ShutdownOrderTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class));

	@Test
	void dependentBeanCallsLockedBeanOnDestruction() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withBean(Locked.class, () -> new Locked(calls))
			.withBean(Last.class)
			.withUserConfiguration(LocksConfiguration.class)
			.run((context) -> assertThat(calls).isEmpty());
		assertThat(calls).containsExactly("last call");
	}

	@Test
	void lazyLockedBeanIsDestroyedBeforeRedsync() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withUserConfiguration(LazyConfiguration.class, LocksConfiguration.class)
			.withBean("calls", List.class, () -> calls)
			.run((context) -> context.getBean(Last.class));
		assertThat(calls).containsExactly("last call");
	}

	@Test
	void awaitedTaskKeepsItsLockAndAcquiresOthers() {
		List<String> calls = new ArrayList<>();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch closing = new CountDownLatch(1);
		this.contextRunner.withBean(Locked.class, () -> new Locked(calls))
			.withUserConfiguration(ExecutorConfiguration.class, LocksConfiguration.class)
			.withBean(Closing.class, () -> new Closing(closing))
			.run((context) -> {
				Locked locked = context.getBean(Locked.class);
				context.getBean(AsyncTaskExecutor.class).submit(() -> {
					locked.call("first", () -> {
						started.countDown();
						await(closing);
						// Longer than the expiry, which requires extensions
						await(new CountDownLatch(1), Duration.ofMillis(500));
						LockContext.current().ensureHeld();
						locked.call("second", () -> {
						});
					});
				});
				assertThat(started.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			});
		assertThat(calls).containsExactly("first", "second");
	}

	@Test
	void executorOfCallbacksIsDestroyedAfterRedsync() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withBean(Locked.class, () -> new Locked(calls))
			.withUserConfiguration(CallbackConfiguration.class)
			.withBean(Last.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(calls).containsExactly("last call");
	}

	private static void await(CountDownLatch latch) {
		await(latch, LIMIT);
	}

	private static void await(CountDownLatch latch, Duration limit) {
		try {
			latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class LocksConfiguration {

		@Bean
		Redsync redsync() {
			return MemoryNodes.create(3).connect();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		Locked locked(List<String> calls) {
			return new Locked(calls);
		}

		@Bean
		@Lazy
		Last last(Locked locked) {
			return new Last(locked);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ExecutorConfiguration {

		@Bean
		ThreadPoolTaskExecutor executor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setWaitForTasksToCompleteOnShutdown(true);
			executor.setAwaitTerminationSeconds(30);
			return executor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallbackConfiguration {

		@Bean
		ThreadPoolTaskExecutor callbackExecutor() {
			return new ThreadPoolTaskExecutor();
		}

		@Bean
		Redsync redsync(ThreadPoolTaskExecutor callbackExecutor) {
			return MemoryNodes.create(3).builder().callbackExecutor(callbackExecutor).build();
		}

	}

	static class Locked {

		private final List<String> calls;

		Locked(List<String> calls) {
			this.calls = calls;
		}

		@DistributedLock(name = "#{#name}", expiry = "300ms")
		void call(String name, Runnable body) {
			this.calls.add(name);
			body.run();
		}

	}

	static class Last implements DisposableBean {

		private final Locked locked;

		Last(Locked locked) {
			this.locked = locked;
		}

		@Override
		public void destroy() {
			this.locked.call("last call", () -> {
			});
		}

	}

	record Closing(CountDownLatch latch) implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.latch.countDown();
		}

	}

}

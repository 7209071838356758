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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.test.memory.MemoryNodes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for task decorators of the threads that call locked methods with future results.
 */
class TaskDecoratorTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(Redsync.class, this.nodes::connect)
		.withBean(Jobs.class);

	@AfterEach
	void clear() {
		MDC.clear();
	}

	private static TaskDecorator mdc() {
		return (task) -> {
			Map<String, String> context = MDC.getCopyOfContextMap();
			return () -> {
				Map<String, String> before = MDC.getCopyOfContextMap();
				MDC.setContextMap((context != null) ? context : Map.of());
				try {
					task.run();
				}
				finally {
					MDC.setContextMap((before != null) ? before : Map.of());
				}
			};
		};
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void methodAndDependentActionsSeeContextOfCaller(boolean virtual) {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.withBean(TaskDecorator.class, TaskDecoratorTests::mdc)
			.run((context) -> {
				Jobs jobs = context.getBean(Jobs.class);
				for (String user : new String[] { "eva", "adam" }) {
					MDC.put("user", user);
					CompletableFuture<String> dependent = jobs.user().thenApply((seen) -> seen + " " + MDC.get("user"));
					MDC.put("user", "another");
					jobs.complete();
					assertThat(dependent).succeedsWithin(LIMIT).isEqualTo(user + " " + user);
					jobs.renew();
				}
			});
	}

	@Test
	void contextOfCallerIsKeptDuringWait() {
		this.contextRunner.withBean(TaskDecorator.class, TaskDecoratorTests::mdc).run((context) -> {
			Jobs jobs = context.getBean(Jobs.class);
			jobs.complete();
			CompletableFuture<String> waiting;
			try (Redsync other = this.nodes.connect(); var lease = other.newMutex("job").lock()) {
				MDC.put("user", "eva");
				waiting = jobs.user();
				MDC.put("user", "another");
			}
			assertThat(waiting).succeedsWithin(LIMIT).isEqualTo("eva");
		});
	}

	@Test
	void severalDecoratorsApplyInOrder() {
		StringBuffer order = new StringBuffer();
		TaskDecorator first = (task) -> () -> {
			order.append("1");
			task.run();
		};
		this.contextRunner.withBean("mdc", TaskDecorator.class, TaskDecoratorTests::mdc)
			.withBean("counting", TaskDecorator.class, () -> first)
			.run((context) -> {
				MDC.put("user", "eva");
				context.getBean(Jobs.class).complete();
				assertThat(context.getBean(Jobs.class).user()).succeedsWithin(LIMIT).isEqualTo("eva");
				assertThat(order).isNotEmpty();
			});
	}

	@Test
	void threadsEndWithContext() {
		Set<Thread> before = threads();
		this.contextRunner.run((context) -> {
			context.getBean(Jobs.class).complete();
			assertThat(context.getBean(Jobs.class).user()).succeedsWithin(LIMIT);
		});
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> callThreads(before).isEmpty());
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces().keySet();
	}

	private static List<Thread> callThreads(Set<Thread> before) {
		return threads().stream()
			.filter((thread) -> thread.getName().startsWith("redsync-") && !before.contains(thread))
			.toList();
	}

	static class Jobs {

		private volatile CompletableFuture<Void> body = new CompletableFuture<>();

		void complete() {
			this.body.complete(null);
		}

		void renew() {
			this.body = new CompletableFuture<>();
		}

		@DistributedLock("job")
		CompletableFuture<String> user() {
			String user = String.valueOf(MDC.get("user"));
			return this.body.thenApply((done) -> user);
		}

	}

}

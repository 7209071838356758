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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration test for locked calls on virtual threads. Requires JDK 21.
 */
@RedisNodes
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIT {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private static final int CALLS = 100;

	@Test
	void waitingThreadsDoNotPinCarrier(RedisServers servers, @TempDir Path directory) {
		Path events = directory.resolve("pinned.jfr");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class,
					DistributedLockAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
			.withBean(RedsyncConnectionDetails.class, () -> RedsyncConnectionDetails.of(servers.uris()))
			.withUserConfiguration(AsyncConfiguration.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				Redsync redsync = context.getBean(Redsync.class);
				Awaitility.await().until(() -> redsync.nodes().stream().allMatch((node) -> node.isUp()));
				Counter counter = context.getBean(Counter.class);
				// Class initialization pins a waiting thread once
				call(counter, CALLS);
				try (Recording recording = new Recording()) {
					recording.enable(PINNED).withoutThreshold().withStackTrace();
					recording.start();
					call(counter, 2 * CALLS);
					recording.stop();
					recording.dump(events);
				}
				assertThat(counter.count()).isEqualTo(2 * CALLS);
				assertThat(counter.threads()).allMatch((thread) -> thread.startsWith("VirtualThread"));
				assertThat(RecordingFile.readAllEvents(events))
					.filteredOn((event) -> event.getEventType().getName().equals(PINNED))
					.noneMatch(VirtualThreadsIT::isInRedsync);
			});
	}

	private static void call(Counter counter, int total) {
		for (int i = 0; i < CALLS; i++) {
			counter.increment();
		}
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> counter.threads().size() == total);
	}

	private static boolean isInRedsync(RecordedEvent pinned) {
		return pinned.getStackTrace()
			.getFrames()
			.stream()
			.map((frame) -> frame.getMethod().getType().getName())
			.filter((type) -> !type.startsWith("java.") && !type.startsWith("jdk."))
			.findFirst()
			.filter((type) -> type.startsWith("io.github.redsync."))
			.isPresent();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class AsyncConfiguration {

		@Bean
		Counter counter() {
			return new Counter();
		}

	}

	/**
	 * A counter that is only correct if calls do not overlap.
	 */
	public static class Counter {

		private int count;

		private final List<String> threads = new CopyOnWriteArrayList<>();

		@Async
		@DistributedLock(name = "counter", waitTime = "60s")
		public void increment() {
			int before = this.count;
			Thread.yield();
			this.count = before + 1;
			this.threads.add(Thread.currentThread().toString());
		}

		@DistributedLock(name = "counter")
		public int count() {
			return this.count;
		}

		public List<String> threads() {
			return this.threads;
		}

	}

}

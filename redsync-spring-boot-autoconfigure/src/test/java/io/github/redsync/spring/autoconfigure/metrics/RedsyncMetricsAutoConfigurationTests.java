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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.autoconfigure.FakeNode;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncBuilderCustomizer;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedsyncMetricsAutoConfiguration}.
 */
class RedsyncMetricsAutoConfigurationTests {

	private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncMetricsAutoConfiguration.class, RedsyncAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withUserConfiguration(FakeNodesConfiguration.class);

	private final ApplicationContextRunner contextRunner = this.withoutRegistry.withBean(SimpleMeterRegistry.class);

	@Test
	void backsOffWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedsyncMetricsAutoConfiguration.class, RedsyncAutoConfiguration.class))
			.withUserConfiguration(FakeNodesConfiguration.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class).doesNotHaveBean(RedsyncListener.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(RedsyncMetricsAutoConfiguration.class, RedsyncAutoConfiguration.class))
			.withUserConfiguration(FakeNodesConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class).doesNotHaveBean(RedsyncListener.class));
	}

	@Test
	void timesAcquisitionsByOutcome() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Mutex mutex = mutex(context.getBean(Redsync.class));
			try (Lease lease = mutex.lock()) {
				assertThat(mutex.tryLock()).isEmpty();
			}
			FakeNodesConfiguration.setUp(context.getBean(Redsync.class), false);
			assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(mutex::tryLock);
			for (String outcome : List.of("acquired", "taken", "unavailable")) {
				assertThat(registry.get("redsync.lock.acquire")
					.tags("lock", "order:#{#id}", "outcome", outcome)
					.timer()
					.count()).as(outcome).isOne();
			}
			assertThat(registry.get("redsync.lock.acquire")
				.tags("lock", "order:#{#id}", "outcome", "cancelled")
				.timer()
				.count()).isZero();
		});
	}

	@Test
	void timesHeldLocks() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			try (Lease lease = mutex(context.getBean(Redsync.class)).lock()) {
				assertThat(
						registry.get("redsync.lock.active").tag("lock", "order:#{#id}").longTaskTimer().activeTasks())
					.isOne();
				assertThat(registry.get("redsync.lock.hold").timer().count()).isZero();
			}
			assertThat(registry.get("redsync.lock.active").longTaskTimer().activeTasks()).isZero();
			assertThat(registry.get("redsync.lock.hold").tag("lock", "order:#{#id}").timer().count()).isOne();
			assertThat(registry.get("redsync.lock.lost").tag("lock", "order:#{#id}").counter().count()).isZero();
		});
	}

	@Test
	void countsWaiters() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Mutex mutex = mutex(context.getBean(Redsync.class));
			try (Lease lease = mutex.lock()) {
				assertThat(waiting(registry)).isZero();
				CompletableFuture<Lease> waiter = mutex.lockAsync();
				assertThat(waiting(registry)).isOne();
				waiter.cancel(true);
				assertThat(waiting(registry)).isZero();
			}
			assertThat(registry.get("redsync.lock.acquire").tags("outcome", "cancelled").timer().count()).isOne();
		});
	}

	private static double waiting(MeterRegistry registry) {
		return registry.get("redsync.lock.waiting").tag("lock", "order:#{#id}").gauge().value();
	}

	@Test
	void countsExtensions() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			try (Lease lease = mutex(context.getBean(Redsync.class)).lock()) {
				lease.extend();
				assertThat(registry.get("redsync.lock.extend")
					.tags("lock", "order:#{#id}", "outcome", "extended")
					.counter()
					.count()).isOne();
				assertThat(registry.get("redsync.lock.extend")
					.tags("lock", "order:#{#id}", "outcome", "failed")
					.counter()
					.count()).isZero();
			}
		});
	}

	@Test
	void countsLostLocks() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Redsync redsync = context.getBean(Redsync.class);
			Lease lease = mutex(redsync).lock();
			FakeNodesConfiguration.nodes(redsync).forEach((node) -> node.keys().clear());
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(lease::extend);
			// Listeners are notified of a loss on another thread
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						registry.get("redsync.lock.lost").tag("lock", "order:#{#id}").counter().count())
					.isOne());
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(registry.get("redsync.lock.active").longTaskTimer().activeTasks()).isZero());
			Awaitility.await()
				.untilAsserted(() -> assertThat(registry.get("redsync.lock.hold").timer().count()).isOne());
			assertThat(registry.get("redsync.lock.extend").tags("outcome", "failed").counter().count()).isPositive();
		});
	}

	@Test
	void doesNotCountAttachedLeases() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Mutex mutex = mutex(context.getBean(Redsync.class));
			try (Lease lease = mutex.lock()) {
				mutex.attach(lease.value());
				assertThat(registry.get("redsync.lock.active").longTaskTimer().activeTasks()).isOne();
			}
		});
	}

	@Test
	void countsLocksWithoutLabelAsUnnamed() {
		this.contextRunner.run((context) -> {
			context.getBean(Redsync.class).newMutex("order:42").lock().close();
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.filteredOn(RedsyncMetricsAutoConfigurationTests::isOfLock)
				.isNotEmpty()
				.allSatisfy((meter) -> assertThat(meter.getId().getTag("lock")).isEqualTo("unnamed"));
		});
	}

	@Test
	void neverTagsWithKey() {
		this.contextRunner.run((context) -> {
			mutex(context.getBean(Redsync.class)).lock().close();
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.flatExtracting((meter) -> meter.getId().getTags())
				.extracting(Tag::getValue)
				.contains("order:#{#id}")
				.noneMatch((value) -> value.contains("42"));
		});
	}

	@Test
	void timesRequestsToNodes() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Redsync redsync = context.getBean(Redsync.class);
			FakeNodesConfiguration.nodes(redsync).get(2).setUp(false);
			mutex(redsync).lock().close();
			assertThat(registry.get("redsync.node.request")
				.tags("node", "n1", "operation", "acquire", "outcome", "ok")
				.timer()
				.count()).isOne();
			assertThat(registry.get("redsync.node.request")
				.tags("node", "n1", "operation", "release", "outcome", "ok")
				.timer()
				.count()).isOne();
			assertThat(registry.get("redsync.node.request")
				.tags("node", "n3", "operation", "acquire", "outcome", "error")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void reportsWhichNodesAreUp() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("redsync.node.up").tag("node", "n1").gauge().value()).isOne();
			FakeNodesConfiguration.setUp(context.getBean(Redsync.class), false);
			assertThat(registry.get("redsync.node.up").tag("node", "n1").gauge().value()).isZero();
		});
	}

	@Test
	void distinguishesNodesOfSeveralBeans() {
		this.contextRunner.withBean("orders", Redsync.class, () -> Redsync.builder().node(new FakeNode("n1")).build())
			.withBean("billing", Redsync.class, () -> Redsync.builder().node(new FakeNode("n1")).build())
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				FakeNodesConfiguration.setUp(context.getBean("billing", Redsync.class), false);
				assertThat(registry.get("redsync.node.up").tags("node", "n1", "redsync", "orders").gauge().value())
					.isOne();
				assertThat(registry.get("redsync.node.up").tags("node", "n1", "redsync", "billing").gauge().value())
					.isZero();
			});
	}

	@Test
	void documentsEveryMeter() {
		this.contextRunner.run((context) -> {
			mutex(context.getBean(Redsync.class)).lock().close();
			List<Meter> meters = context.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.filter((meter) -> meter.getId().getName().startsWith("redsync."))
				.toList();
			assertThat(meters).extracting((meter) -> meter.getId().getName())
				.containsOnly(Arrays.stream(RedsyncMeter.values()).map(RedsyncMeter::getName).toArray(String[]::new));
			assertThat(meters).allSatisfy(RedsyncMetricsAutoConfigurationTests::isDocumented);
		});
	}

	private static void isDocumented(Meter meter) {
		RedsyncMeter documented = Arrays.stream(RedsyncMeter.values())
			.filter((candidate) -> candidate.getName().equals(meter.getId().getName()))
			.findFirst()
			.orElseThrow();
		assertThat(meter.getId().getType()).isEqualTo(documented.getType());
		assertThat(meter.getId().getDescription()).isEqualTo(documented.getDescription());
		assertThat(meter.getId().getTags()).extracting(Tag::getKey)
			.containsExactlyInAnyOrder(
					Arrays.stream(documented.getKeyNames()).map(KeyName::asString).toArray(String[]::new));
	}

	private static boolean isOfLock(Meter meter) {
		return meter.getId().getName().startsWith("redsync.lock.");
	}

	private static Mutex mutex(Redsync redsync) {
		return redsync.newMutex("order:42", LockOptions.builder().label("order:#{#id}").build());
	}

	@Configuration(proxyBeanMethods = false)
	static class FakeNodesConfiguration {

		@Bean
		RedsyncBuilderCustomizer fakeNodes() {
			return (builder) -> builder.node(new FakeNode("n1")).node(new FakeNode("n2")).node(new FakeNode("n3"));
		}

		static List<FakeNode> nodes(Redsync redsync) {
			return redsync.nodes().stream().map(FakeNode.class::cast).toList();
		}

		static void setUp(Redsync redsync, boolean up) {
			nodes(redsync).forEach((node) -> node.setUp(up));
		}

	}

}

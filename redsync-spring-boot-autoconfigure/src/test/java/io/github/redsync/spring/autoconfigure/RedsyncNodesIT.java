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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.redsync.Lease;
import io.github.redsync.LockOptions;
import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.spring.autoconfigure.health.RedsyncHealthContributorAutoConfiguration;
import io.github.redsync.spring.autoconfigure.metrics.RedsyncMetricsAutoConfiguration;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for auto-configured locks on real servers.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedsyncNodesIT {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class,
				RedsyncHealthContributorAutoConfiguration.class, RedsyncMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@Test
	void acquiresLocksAndRecordsMetrics() {
		try (RedisServers servers = RedisServers.start(3)) {
			this.contextRunner.withPropertyValues(uris(servers))
				.withPropertyValues("redsync.key-prefix=shop:", "redsync.owner=me")
				.run((context) -> {
					Redsync redsync = context.getBean(Redsync.class);
					LockOptions options = redsync.defaults().toBuilder().label("order:#{#id}").build();
					try (Lease lease = redsync.newMutex("order:42", options).lock()) {
						// A majority has granted it; the last reply may be pending
						Awaitility.await()
							.untilAsserted(() -> assertThat(servers)
								.allSatisfy((server) -> assertThat(server.command("GET", "shop:order:42"))
									.isEqualTo(lease.value())));
						assertThat(lease.value()).endsWith("@me");
						lease.extend();
					}
					Awaitility.await()
						.untilAsserted(() -> assertThat(servers).allSatisfy(
								(server) -> assertThat(server.command("EXISTS", "shop:order:42")).isEqualTo(0L)));
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					assertThat(registry.get("redsync.lock.acquire")
						.tags("lock", "order:#{#id}", "outcome", "acquired")
						.timer()
						.count()).isOne();
					assertThat(registry.get("redsync.lock.hold").tag("lock", "order:#{#id}").timer().count()).isOne();
					assertThat(registry.get("redsync.lock.extend").tag("outcome", "extended").counter().count())
						.isOne();
					assertThat(registry.get("redsync.node.request").tag("operation", "acquire").timers()).hasSize(3)
						.allSatisfy((timer) -> assertThat(timer.getId().getTag("outcome")).isEqualTo("ok"));
				});
		}
	}

	@Test
	void reportsHealthOfNodes() {
		try (RedisServers servers = RedisServers.start(3)) {
			this.contextRunner.withPropertyValues(uris(servers)).run((context) -> {
				awaitUp(context, 3);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(health(context).getDetails()).doesNotContainKey("degraded");
				servers.get(2).kill();
				awaitUp(context, 2);
				Health degraded = health(context);
				assertThat(degraded.getStatus()).isEqualTo(Status.UP);
				assertThat(degraded.getDetails()).containsEntry("degraded", true).containsEntry("up", 2);
				assertThat(node(degraded, servers.get(2))).containsEntry("status", "DOWN").containsKey("error");
				assertThat(node(degraded, servers.get(0))).containsOnly(Map.entry("status", "UP"));
				servers.get(1).kill();
				awaitUp(context, 1);
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				servers.heal();
				awaitUp(context, 3);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			});
		}
	}

	@Test
	void startsBeforeNodesAreUp() {
		try (RedisServers servers = RedisServers.start(3)) {
			servers.forEach(RedisServer::kill);
			this.contextRunner.withPropertyValues(uris(servers)).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				servers.heal();
				awaitUp(context, 3);
				context.getBean(Redsync.class).newMutex("orders").lock().close();
			});
		}
	}

	@Test
	void logsInWithPassword() {
		try (RedisServers servers = RedisServers.start(1, (server) -> server.password("p@ss#/%word"))) {
			this.contextRunner.withPropertyValues(host(servers.get(0), "p@ss#/%word")).run((context) -> {
				awaitUp(context, 1);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			});
		}
	}

	@Test
	void doesNotExposePassword(CapturedOutput output) {
		try (RedisServers servers = RedisServers.start(1, (server) -> server.password("an0ther"))) {
			this.contextRunner.withPropertyValues(host(servers.get(0), "s3cret")).run((context) -> {
				Awaitility.await().atMost(LIMIT).until(() -> output.getAll().contains("WRONGPASS"));
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				assertThat(output.getAll() + health(context)).doesNotContain("s3cret");
			});
		}
	}

	private static String[] uris(RedisServers servers) {
		List<String> properties = new ArrayList<>();
		for (String uri : servers.uris()) {
			properties.add("redsync.nodes[" + properties.size() + "].uri=" + uri);
		}
		return properties.toArray(new String[0]);
	}

	private static String[] host(RedisServer server, String password) {
		return new String[] { "redsync.nodes[0].host=" + server.host(), "redsync.nodes[0].port=" + server.port(),
				"redsync.nodes[0].password=" + password };
	}

	private static void awaitUp(ApplicationContext context, long nodes) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		Redsync redsync = context.getBean(Redsync.class);
		Awaitility.await()
			.atMost(LIMIT)
			.until(() -> redsync.nodes().stream().filter(RedisNode::isUp).count() == nodes
					&& registry.get("redsync.node.up")
						.gauges()
						.stream()
						.mapToDouble((gauge) -> gauge.value())
						.sum() == nodes);
	}

	private static Health health(ApplicationContext context) {
		return context.getBean("redsyncHealthContributor", HealthIndicator.class).health(true);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> node(Health health, RedisServer server) {
		Map<String, Object> nodes = (Map<String, Object>) health.getDetails().get("nodes");
		return (Map<String, Object>) nodes.get(server.host() + ":" + server.port());
	}

}

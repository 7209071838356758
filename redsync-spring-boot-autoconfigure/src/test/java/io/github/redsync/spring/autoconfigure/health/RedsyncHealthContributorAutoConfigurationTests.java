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

package io.github.redsync.spring.autoconfigure.health;

import java.util.Map;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.FakeNode;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncBuilderCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncHealthContributorAutoConfiguration}.
 */
class RedsyncHealthContributorAutoConfigurationTests {

	private final FakeNode first = new FakeNode("n1");

	private final FakeNode second = new FakeNode("n2");

	private final FakeNode third = new FakeNode("n3");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedsyncHealthContributorAutoConfiguration.class, RedsyncAutoConfiguration.class))
		.withBean(RedsyncBuilderCustomizer.class,
				() -> (builder) -> builder.node(this.first).node(this.second).node(this.third));

	@Test
	void isUpWithAllNodes() {
		this.contextRunner.run((context) -> {
			Health health = health(context.getBean("redsyncHealthContributor", HealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("up", "voting", "total", "quorum", "nodes")
				.containsEntry("up", 3)
				.containsEntry("total", 3)
				.containsEntry("quorum", 2)
				.containsEntry("nodes", Map.of("n1", Map.of("status", "UP"), "n2", Map.of("status", "UP"), "n3",
						Map.of("status", "UP")));
		});
	}

	@Test
	void isDegradedIfMinorityIsDown() {
		this.third.setUp(false);
		this.contextRunner.run((context) -> {
			Health health = health(context.getBean(HealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("up", 2)
				.containsEntry("degraded", true)
				.containsEntry("reason", "1 of 3 nodes did not reply. Down: n3")
				.containsEntry("nodes", Map.of("n1", Map.of("status", "UP"), "n2", Map.of("status", "UP"), "n3",
						Map.of("status", "DOWN", "error", "Connection refused")));
		});
	}

	@Test
	void isDownWithoutQuorum() {
		this.first.setUp(false);
		this.third.setUp(false);
		this.contextRunner.run((context) -> {
			Health health = health(context.getBean(HealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("up", 1)
				.doesNotContainKey("degraded")
				.containsEntry("reason", "No lock can be granted: 1 of 3 nodes replied, 2 required. Down: n1, n3");
		});
	}

	@Test
	void reportsNodeThatDoesNotReplyInTime() {
		FakeNode silent = new FakeNode("silent");
		silent.setSilent(true);
		this.contextRunner.withBean("silent", RedsyncBuilderCustomizer.class, () -> (builder) -> builder.node(silent))
			.run((context) -> {
				Health health = health(context.getBean(HealthIndicator.class));
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).extractingByKey("nodes")
					.extracting("silent")
					.asString()
					.contains("status=DOWN")
					.contains("error=No reply within 1000 ms");
			});
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("management.health.redsync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("redsyncHealthContributor"));
	}

	@Test
	void backsOffForUserDefinedContributor() {
		HealthIndicator own = () -> Health.unknown().build();
		this.contextRunner.withBean("redsyncHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean(HealthContributor.class).isSameAs(own));
	}

	@Test
	void backsOffWithoutHealth() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class)
				.doesNotHaveBean("redsyncHealthContributor"));
	}

	@Test
	void hasOneIndicatorForEachOfSeveralBeans() {
		this.contextRunner.withBean("one", Redsync.class, () -> Redsync.builder().node(this.first).build())
			.withBean("two", Redsync.class, () -> Redsync.builder().node(this.second).build())
			.run((context) -> assertThat(context.getBean("redsyncHealthContributor", CompositeHealthContributor.class))
				.extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("one", "two"));
	}

	private static Health health(HealthIndicator indicator) {
		return indicator.health(true);
	}

}

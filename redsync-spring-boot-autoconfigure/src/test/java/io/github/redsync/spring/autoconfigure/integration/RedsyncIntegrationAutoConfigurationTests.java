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

package io.github.redsync.spring.autoconfigure.integration;

import io.github.redsync.Redsync;
import io.github.redsync.spring.autoconfigure.FakeNode;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncBuilderCustomizer;
import io.github.redsync.spring.integration.RedsyncLockRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncIntegrationAutoConfiguration}.
 */
class RedsyncIntegrationAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedsyncIntegrationAutoConfiguration.class, RedsyncAutoConfiguration.class))
		.withBean(RedsyncBuilderCustomizer.class, () -> (builder) -> builder.node(new FakeNode("n1")));

	@Test
	void registersLockRegistry() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
			.getBean(LockRegistry.class)
			.isInstanceOf(RedsyncLockRegistry.class)
			.hasToString("RedsyncLockRegistry[spring-integration]"));
	}

	@Test
	void backsOffForUserDefinedLockRegistry() {
		this.contextRunner.withBean("mine", LockRegistry.class, DefaultLockRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
				.doesNotHaveBean(RedsyncLockRegistry.class));
	}

	@Test
	void backsOffWithoutSingleRedsync() {
		this.contextRunner.withBean("another", Redsync.class, () -> Redsync.connect("redis://localhost:1"))
			.withBean("yetAnother", Redsync.class, () -> Redsync.connect("redis://localhost:1"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LockRegistry.class));
	}

	@Test
	void backsOffWithoutSpringIntegration() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasSingleBean(Redsync.class).doesNotHaveBean("redsyncLockRegistry"));
	}

}

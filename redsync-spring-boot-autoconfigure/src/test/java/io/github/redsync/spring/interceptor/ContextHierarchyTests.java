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

import java.util.function.Consumer;

import io.github.redsync.LeaseLostException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for parent and child contexts, where one or both have the post-processor.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner();

	private final ApplicationContextRunner configured = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class));

	@Test
	void childWithAutoConfigurationIsLocked() {
		start(this.configured.withBean(FakeRedsync.class), this.configured.withBean("job", Job.class), (child) -> {
			assertThat(child).hasNotFailed();
			child.getBean(Job.class).run();
			assertThat(child.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
		});
	}

	@Test
	void childThatImportsAutoConfigurationIsLocked() {
		start(this.configured.withBean(FakeRedsync.class),
				this.plain.withUserConfiguration(Importing.class).withBean("job", Job.class), (child) -> {
					child.getBean(Job.class).run();
					assertThat(child.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
				});
	}

	@ParameterizedTest
	@ValueSource(classes = { JobConfiguration.class, LazyJobConfiguration.class, PrototypeJobConfiguration.class })
	void childWithoutPostProcessorIsRejected(Class<?> configuration) {
		start(this.configured.withBean(FakeRedsync.class), this.plain.withUserConfiguration(configuration),
				(child) -> assertRefused(child, "job"));
	}

	@Test
	void childWithoutPostProcessorAndLocksStarts(CapturedOutput output) {
		start(this.configured.withBean(FakeRedsync.class).withBean("job", Job.class),
				this.plain.withBean("other", Object.class), (child) -> {
					child.getBean(Job.class).run();
					assertThat(child.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
				});
		assertThat(output).doesNotContain("are called without their locks");
	}

	@Test
	void parentWithoutPostProcessorIsRejectedByChild() {
		start(this.plain.withBean("job", Job.class), this.configured.withBean(FakeRedsync.class),
				(child) -> assertRefused(child, "job"));
	}

	@Test
	void transactionOfChildDoesNotCommitWithoutLock() {
		start(this.configured.withBean(FakeRedsync.class).withBean("job", Job.class),
				this.plain.withUserConfiguration(TransactionConfiguration.class), (child) -> {
					FakeRedsync redsync = child.getBean(FakeRedsync.class);
					TransactionTemplate transaction = new TransactionTemplate(
							child.getBean(PlatformTransactionManager.class));
					assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> child.getBean(Job.class)
						.call(() -> transaction.executeWithoutResult((status) -> redsync.lose("job"))));
					assertThat(redsync.events()).contains("rollback").doesNotContain("commit");
				});
	}

	private static void assertRefused(AssertableApplicationContext context, String beanName) {
		assertThat(context).hasFailed();
		FailureAnalysis analysis = WrappedBeanTests.find(context.getStartupFailure()).analysis();
		assertThat(analysis.getDescription()).contains("'" + Job.class.getName() + ".")
			.contains("of the bean '" + beanName + "'")
			.contains("has no post-processor of its own");
		assertThat(analysis.getAction()).contains("DistributedLockAutoConfiguration");
	}

	private static void start(ApplicationContextRunner parent, ApplicationContextRunner child,
			Consumer<AssertableApplicationContext> assertions) {
		parent.run((context) -> {
			assertThat(context).hasNotFailed();
			child.withParent(context).run(assertions::accept);
		});
	}

	public static class Job {

		@DistributedLock("job")
		public void run() {
		}

		@DistributedLock("job")
		public void call(Runnable body) {
			body.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DistributedLockAutoConfiguration.class)
	static class Importing {

	}

	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyJobConfiguration {

		@Bean
		@Lazy
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeJobConfiguration {

		@Bean
		@Scope("prototype")
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransactionConfiguration {

		@Bean
		AnnotationOrderTests.Transactions transactionManager(FakeRedsync redsync) {
			return new AnnotationOrderTests.Transactions(redsync);
		}

	}

}

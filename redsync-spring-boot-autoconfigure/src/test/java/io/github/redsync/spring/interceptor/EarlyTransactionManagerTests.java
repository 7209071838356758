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

import java.lang.reflect.Proxy;

import io.github.redsync.LeaseLostException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for transaction managers whose creation the post-processor does not see, or which
 * it sees wrapped.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlyTransactionManagerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(Job.class);

	@ParameterizedTest
	@ValueSource(
			classes = { Late.class, NeededByOrdered.class, NeededByPriorityFactoryPostProcessor.class, Wrapped.class })
	void transactionDoesNotCommitWithoutItsLock(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run(EarlyTransactionManagerTests::assertNotCommitted);
	}

	@Test
	void wrapperOfGuardedManagerIsNotReported(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Delegated.class).run(EarlyTransactionManagerTests::assertNotCommitted);
		assertThat(output).doesNotContain("ConfigurableTransactionManager");
	}

	@Test
	void transactionOfRegisteredManagerDoesNotCommit() {
		FakeRedsync redsync = new FakeRedsync();
		this.contextRunner.withInitializer((context) -> {
			context.getBeanFactory().registerSingleton("redsync", redsync);
			context.getBeanFactory()
				.registerSingleton("transactionManager", new AnnotationOrderTests.Transactions(redsync));
		}).run(EarlyTransactionManagerTests::assertNotCommitted);
	}

	@Test
	void transactionOfManagerInParentContextDoesNotCommit() {
		new ApplicationContextRunner().withUserConfiguration(Late.class)
			.run((parent) -> this.contextRunner.withParent(parent)
				.run(EarlyTransactionManagerTests::assertNotCommitted));
	}

	@Test
	void transactionDuringStartUpDoesNotCommit() {
		this.contextRunner.withUserConfiguration(NeededByOrdered.class, StartUp.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(FakeRedsync.class).events()).contains("rollback").doesNotContain("commit");
		});
	}

	private static void assertNotCommitted(ApplicationContext context) {
		FakeRedsync redsync = context.getBean(FakeRedsync.class);
		TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> context.getBean(Job.class).run(transaction, redsync));
		assertThat(redsync.events()).contains("begin", "rollback").doesNotContain("commit");
	}

	public static class Job {

		@DistributedLock("job")
		public void run(TransactionTemplate transaction, FakeRedsync redsync) {
			transaction.executeWithoutResult((status) -> redsync.lose("job"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Late {

		@Bean
		static FakeRedsync redsync() {
			return new FakeRedsync();
		}

		@Bean
		static AnnotationOrderTests.Transactions transactionManager(FakeRedsync redsync) {
			return new AnnotationOrderTests.Transactions(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByOrdered extends Late {

		@Bean
		static EarlyBeanTests.OrderedPostProcessor ordered(PlatformTransactionManager transactionManager) {
			return new EarlyBeanTests.OrderedPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByPriorityFactoryPostProcessor extends Late {

		@Bean
		static PropertySourcesPlaceholderConfigurer placeholders(PlatformTransactionManager transactionManager) {
			return new PropertySourcesPlaceholderConfigurer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapped extends Late {

		@Bean
		static Wrapping wrapping() {
			return new Wrapping();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Delegated extends Late {

		@Bean
		static Delegating delegating() {
			return new Delegating();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StartUp {

		@Bean
		Object started(Job job, PlatformTransactionManager transactionManager, FakeRedsync redsync) {
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> job.run(new TransactionTemplate(transactionManager), redsync));
			return "started";
		}

	}

	static class Delegating extends Wrapping {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof PlatformTransactionManager manager) ? new Delegate(manager) : bean;
		}

	}

	record Delegate(PlatformTransactionManager manager) implements PlatformTransactionManager {

		@Override
		public TransactionStatus getTransaction(TransactionDefinition definition) {
			return this.manager.getTransaction(definition);
		}

		@Override
		public void commit(TransactionStatus status) {
			this.manager.commit(status);
		}

		@Override
		public void rollback(TransactionStatus status) {
			this.manager.rollback(status);
		}

	}

	static class Wrapping implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof PlatformTransactionManager)
					? Proxy.newProxyInstance(getClass().getClassLoader(),
							new Class<?>[] { PlatformTransactionManager.class },
							(proxy, method, args) -> AopUtils.invokeJoinpointUsingReflection(bean, method, args))
					: bean;
		}

	}

}

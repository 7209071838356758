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

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that no proxy can be made of, because Spring creates them too early or not at
 * all.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlyBeanTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(FakeRedsync.class);

	@ParameterizedTest
	@ValueSource(classes = { NeededFirst.class, NeededByOrdered.class, NeededByFactoryPostProcessor.class,
			NeededByPriorityFactoryPostProcessor.class, NeededByRegistryPostProcessor.class })
	void aBeanThatAPostProcessorNeedsKeepsTheApplicationFromStarting(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasFailed();
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
			assertThat(cause).isInstanceOf(LockDefinitionException.class);
			assertThat(context.getStartupFailure()).satisfies((failure) -> {
				FailureAnalyzedException told = find(failure);
				assertThat(told.analysis().getDescription()).contains("'" + Job.class.getName() + ".run()'")
					.contains("of the bean 'job'")
					.contains("its bean is created before beans can be proxied");
				assertThat(told.analysis().getAction()).contains("with ObjectProvider or @Lazy");
			});
		});
	}

	@Test
	void theClassOfAPostProcessorThatIsNotStaticIsTold() {
		this.contextRunner.withUserConfiguration(NotStatic.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(find(context.getStartupFailure()).analysis().getAction())
				.contains("Make @Bean methods of the bean's class that return a post-processor static");
		});
	}

	@Test
	void aPostProcessorThatGetsTheBeanLaterIsFine() {
		this.contextRunner.withUserConfiguration(NeededLater.class).run((context) -> {
			context.getBean(Job.class).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
		});
	}

	@Test
	void anObjectThatSpringHasNotCreatedIsTold(CapturedOutput output) {
		this.contextRunner.withInitializer((context) -> context.getBeanFactory().registerSingleton("given", new Job()))
			.withBean("made", Job.class)
			.run((context) -> assertThat(output).contains("The methods of the bean 'given'")
				.doesNotContain("of the bean 'made'"));
	}

	@Test
	void mockIsToldAsRegisteredObject(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(MockConfiguration.class)
			.run((context) -> assertThat(output).contains("The methods of the bean 'job'")
				.contains("it was registered as an object"));
	}

	@Test
	void proxyThatIsRegisteredAsObjectIsLocked(CapturedOutput output) {
		this.contextRunner.withBean("job", Job.class)
			.run((parent) -> this.contextRunner
				.withInitializer(
						(context) -> context.getBeanFactory().registerSingleton("given", parent.getBean("job")))
				.run((context) -> assertThat(output).doesNotContain("of the bean 'given'")));
	}

	@Test
	void beanThatSpringDoesNotPostProcessIsRefused() {
		this.contextRunner
			.withBean("job", Job.class, Job::new,
					(definition) -> ((AbstractBeanDefinition) definition).setSynthetic(true))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(find(context.getStartupFailure()).analysis().getDescription()).contains("of the bean 'job'")
					.contains("synthetic");
			});
	}

	private static FailureAnalyzedException find(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof FailureAnalyzedException analyzed)) {
			cause = cause.getCause();
		}
		return analyzed;
	}

	public static class Job {

		@DistributedLock("job")
		public void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JobConfiguration {

		@Bean
		Job job() {
			return new Job();
		}

	}

	/**
	 * As the test support of Spring replaces beans.
	 */
	@Configuration(proxyBeanMethods = false)
	static class MockConfiguration extends JobConfiguration {

		@Bean
		static BeanFactoryPostProcessor mocks() {
			return (beanFactory) -> beanFactory.registerSingleton("job", new Job());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededFirst extends JobConfiguration {

		@Bean
		static FirstPostProcessor first(Job job) {
			return new FirstPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByOrdered extends JobConfiguration {

		@Bean
		static OrderedPostProcessor ordered(Job job) {
			return new OrderedPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByFactoryPostProcessor extends JobConfiguration {

		@Bean
		static BeanFactoryPostProcessor ofFactory(Job job) {
			return (beanFactory) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByPriorityFactoryPostProcessor extends JobConfiguration {

		@Bean
		static PropertySourcesPlaceholderConfigurer placeholders(Job job) {
			return new PropertySourcesPlaceholderConfigurer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByRegistryPostProcessor extends JobConfiguration {

		@Bean
		static BeanDefinitionRegistryPostProcessor ofRegistry(Job job) {
			return (registry) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededLater extends JobConfiguration {

		@Bean
		static OrderedPostProcessor ordered(ObjectProvider<Job> job) {
			return new OrderedPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NotStatic {

		@Bean
		OrderedPostProcessor ordered() {
			return new OrderedPostProcessor();
		}

		@DistributedLock("job")
		void run() {
		}

	}

	static class OrderedPostProcessor implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class FirstPostProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

}

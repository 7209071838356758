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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor;
import io.github.redsync.spring.interceptor.FakeRedsync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link DistributedLockAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DistributedLockAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
				DistributedLockAutoConfiguration.class));

	@Test
	void annotatedMethodIsLocked(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, JobConfig.class).run((context) -> {
			context.getBean(Job.class).run();
			assertThat(events(context)).containsExactly("lock job", "body", "unlock job");
			assertThat(AopUtils.isCglibProxy(context.getBean(Job.class))).isTrue();
			assertThat(output).doesNotContain("is not eligible for getting processed");
		});
	}

	@Test
	void annotatedMethodIsLockedWithoutAutoProxying() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, JobConfig.class)
			.withPropertyValues("spring.aop.auto=false")
			.run((context) -> {
				context.getBean(Job.class).run();
				assertThat(events(context)).containsExactly("lock job", "body", "unlock job");
			});
	}

	@Test
	void jdkProxyIsUsedIfConfigured() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, JobConfig.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Runnable.class))).isTrue();
				context.getBean(Runnable.class).run();
				assertThat(events(context)).containsExactly("lock job", "body", "unlock job");
			});
	}

	@Test
	void userDefinedPostProcessorIsKept() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, PostProcessorConfig.class)
			.run((context) -> assertThat(context).hasSingleBean(DistributedLockBeanPostProcessor.class)
				.hasBean("ownPostProcessor"));
	}

	@Test
	void applicationWithoutAnnotationsRequiresNoRedsync() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void annotatedMethodWithoutRedsyncFailsStart() {
		this.contextRunner.withUserConfiguration(JobConfig.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(FailureAnalyzedException.class)
				.hasMessageContaining("Job.run()' of the bean 'job' cannot be locked: there is no Redsync bean"));
	}

	@Test
	void redsyncIsCreatedOnlyIfNeeded() {
		this.contextRunner.withUserConfiguration(LazyRedsyncConfig.class)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("redsync")).isFalse());
		this.contextRunner.withUserConfiguration(LazyRedsyncConfig.class, JobConfig.class)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("redsync")).isTrue());
	}

	@Test
	void unresolvablePlaceholderFailsStart() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, PlaceholderConfig.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Could not resolve placeholder 'job.name'"));
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, PlaceholderConfig.class)
			.withPropertyValues("job.name=nightly")
			.run((context) -> {
				context.getBean(PlaceholderJob.class).run();
				assertThat(events(context)).containsExactly("lock nightly", "unlock nightly");
			});
	}

	@Test
	void faultIsPrintedAsFailureAnalysis(CapturedOutput output) {
		SpringApplication application = new SpringApplication(DistributedLockAutoConfiguration.class,
				RedsyncConfig.class, PlaceholderConfig.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("job.name", "#{#id}"));
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The method '" + PlaceholderJob.class.getName()
					+ ".run()' of the bean 'placeholderJob' cannot be "
					+ "locked: the attribute 'name' of its @DistributedLock is '${job.name}', resolved to '#{#id}': it "
					+ "refers to #id, but the method has no such parameter.")
			.contains("Action:")
			.contains("The method has no parameters; refer to #root or to a bean.");
	}

	@Test
	void scopedBeanIsLockedOnce() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, ScopedConfig.class)
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.run((context) -> {
				context.getBean("job", Job.class).run();
				assertThat(events(context)).containsExactly("lock job", "body", "unlock job");
			});
	}

	@Test
	void lockIsAcquiredForEachRetry() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, CombinedConfig.class).run((context) -> {
			context.getBean(Combined.class).retried();
			assertThat(events(context)).containsExactly("lock retried", "body", "unlock retried", "lock retried",
					"body", "unlock retried");
		});
	}

	@Test
	void lockIsAcquiredOnThreadOfExecutor() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, CombinedConfig.class).run((context) -> {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			context.getBean(Combined.class).asynchronous(thread);
			assertThat(thread).succeedsWithin(10, TimeUnit.SECONDS).isNotSameAs(Thread.currentThread());
			assertThat(context.getBean(FakeRedsync.class).acquirer("asynchronous")).isSameAs(thread.join());
		});
	}

	@Test
	void lockIsAcquiredAroundCache() {
		this.contextRunner.withUserConfiguration(RedsyncConfig.class, CombinedConfig.class).run((context) -> {
			context.getBean(Combined.class).cached();
			context.getBean(Combined.class).cached();
			assertThat(events(context)).containsExactly("lock cached", "body", "unlock cached", "lock cached",
					"unlock cached");
		});
	}

	@Test
	void aheadOfTimeProcessingRegistersHintsWithoutProperties() {
		RuntimeHints hints = processAheadOfTime(PlaceholderConfig.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of("io.github.redsync.spring.interceptor.CallRoot"))
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_METHODS)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(PlaceholderJob.class)).accepts(hints);
	}

	@Test
	void aheadOfTimeProcessingRejectsPrivateMethod() {
		assertThatException().isThrownBy(() -> processAheadOfTime(PrivateConfig.class))
			.satisfies((ex) -> assertThat(NestedExceptionUtils.getMostSpecificCause(ex))
				.hasMessageContaining("but is private"));
	}

	private RuntimeHints processAheadOfTime(Class<?> config) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setEnvironment(new StandardEnvironment());
			context.register(PropertyPlaceholderAutoConfiguration.class, DistributedLockAutoConfiguration.class,
					RedsyncConfig.class, config);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(config)), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

	private List<String> events(AssertableApplicationContext context) {
		return context.getBean(FakeRedsync.class).events();
	}

	@Configuration(proxyBeanMethods = false)
	static class RedsyncConfig {

		@Bean
		FakeRedsync redsync() {
			return new FakeRedsync();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyRedsyncConfig {

		@Bean
		@Lazy
		Redsync redsync() {
			return new FakeRedsync();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JobConfig {

		@Bean
		Job job(ObjectProvider<FakeRedsync> redsync) {
			return new Job(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfig {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Job job(ObjectProvider<FakeRedsync> redsync) {
			return new Job(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PostProcessorConfig {

		@Bean
		static DistributedLockBeanPostProcessor ownPostProcessor(ConfigurableBeanFactory beanFactory,
				ObjectProvider<Redsync> redsync) {
			return new DistributedLockBeanPostProcessor(beanFactory, redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlaceholderConfig {

		@Bean
		PlaceholderJob placeholderJob() {
			return new PlaceholderJob();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrivateConfig {

		@Bean
		PrivateJob privateJob() {
			return new PrivateJob();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableCaching
	@EnableResilientMethods
	static class CombinedConfig {

		@Bean
		Combined combined(FakeRedsync redsync) {
			return new Combined(redsync);
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	public static class Job implements Runnable {

		private final ObjectProvider<FakeRedsync> redsync;

		Job(ObjectProvider<FakeRedsync> redsync) {
			this.redsync = redsync;
		}

		@Override
		@DistributedLock("job")
		public void run() {
			this.redsync.getObject().happened("body");
		}

	}

	public static class PlaceholderJob {

		@DistributedLock("${job.name}")
		public void run() {
		}

	}

	public static class PrivateJob {

		@DistributedLock("job")
		private void run() {
		}

	}

	public static class Combined {

		private final FakeRedsync redsync;

		private int calls;

		Combined(FakeRedsync redsync) {
			this.redsync = redsync;
		}

		@Retryable(delay = 1)
		@DistributedLock("retried")
		public void retried() {
			this.redsync.happened("body");
			if (this.calls++ == 0) {
				throw new IllegalStateException("first");
			}
		}

		@Async
		@DistributedLock("asynchronous")
		public void asynchronous(CompletableFuture<Thread> thread) {
			thread.complete(Thread.currentThread());
		}

		@Cacheable("results")
		@DistributedLock("cached")
		public String cached() {
			this.redsync.happened("body");
			return "result";
		}

	}

}

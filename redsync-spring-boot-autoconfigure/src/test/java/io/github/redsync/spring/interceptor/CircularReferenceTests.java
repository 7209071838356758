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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import jakarta.annotation.Resource;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for beans that refer to each other or to themselves, and so get proxies of
 * incomplete beans.
 */
class CircularReferenceTests {

	private static final int LIMIT_SECONDS = 30;

	private static final String[] TRANSACTION = { "lock job", "begin", "commit", "unlock job" };

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withAllowCircularReferences(true)
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(FakeRedsync.class);

	@AfterEach
	void logout() {
		SecurityContextHolder.clearContext();
	}

	@ParameterizedTest
	@ValueSource(classes = { SelfByField.class, SelfBySetter.class, SelfByResource.class, SelfByLookup.class })
	void beanThatInjectsItselfIsLocked(Class<? extends Self> type) {
		this.contextRunner.withBean("job", type).run((context) -> {
			Self job = context.getBean(type);
			assertThat(job.self()).isSameAs(job);
			job.outer();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { SelfByField.class, SelfBySetter.class, SelfByResource.class, SelfByLookup.class })
	void beanThatInjectsItselfKeepsTransactionInsideOfLock(Class<? extends Self> type) {
		this.contextRunner.withUserConfiguration(TransactionConfiguration.class)
			.withBean("job", type)
			.run((context) -> {
				Self job = context.getBean(type);
				assertThat(job.self()).isSameAs(job);
				assertThat(((Advised) job).getAdvisors()).hasSize(2);
				job.outer();
				assertThat(context.getBean(FakeRedsync.class).events()).containsExactly(TRANSACTION);
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void beansWithCircularReferenceAreLocked(boolean lockedFirst) {
		ApplicationContextRunner runner = this.contextRunner.withUserConfiguration(TransactionConfiguration.class);
		runner = lockedFirst ? runner.withBean(Locked.class).withBean(Partner.class)
				: runner.withBean(Partner.class).withBean(Locked.class);
		runner.run((context) -> {
			assertThat(context.getBean(Partner.class).locked()).isSameAs(context.getBean(Locked.class));
			context.getBean(Partner.class).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly(TRANSACTION);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void circularReferenceByInterfaceIsLocked(boolean transactional) {
		ApplicationContextRunner runner = transactional
				? this.contextRunner.withUserConfiguration(InterfaceTransactionConfiguration.class)
				: this.contextRunner;
		runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(SelfByInterface.class)
			.run((context) -> {
				Job job = context.getBean(Job.class);
				assertThat(AopUtils.isJdkDynamicProxy(job)).isTrue();
				job.outer();
				assertThat(context.getBean(FakeRedsync.class).events())
					.containsExactly(transactional ? TRANSACTION : new String[] { "lock job", "unlock job" });
			});
	}

	@Test
	void securityAndRetryAreOutsideOfLockInCircle() {
		this.contextRunner.withUserConfiguration(TransactionConfiguration.class, AdviceConfiguration.class)
			.withBean(Guarded.class)
			.run((context) -> {
				FakeRedsync redsync = context.getBean(FakeRedsync.class);
				login("USER");
				assertThatExceptionOfType(AccessDeniedException.class)
					.isThrownBy(() -> context.getBean(Guarded.class).outer());
				assertThat(redsync.events()).isEmpty();
				login("ADMIN");
				assertThatIllegalStateException().isThrownBy(() -> context.getBean(Guarded.class).outer());
				assertThat(redsync.events()).containsExactly("lock job", "begin", "rollback", "unlock job", "lock job",
						"begin", "rollback", "unlock job");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void laterAdvisorsKeepOrderInCircle(boolean proxyTargetClass) {
		this.contextRunner.withPropertyValues("spring.aop.proxy-target-class=" + proxyTargetClass)
			.withUserConfiguration(TransactionConfiguration.class, LateAdviceConfiguration.class)
			.withBean("job", LateAdviceSelf.class)
			.run((context) -> {
				FakeRedsync redsync = context.getBean(FakeRedsync.class);
				LateAdvice job = context.getBean(LateAdvice.class);
				assertThat(job.self()).isSameAs(job);
				assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> job.self().inner(null));
				assertThat(redsync.events()).isEmpty();
				assertThatIllegalStateException().isThrownBy(() -> job.self().inner("x"));
				assertThat(redsync.events()).containsExactly("lock job", "begin", "rollback", "unlock job", "lock job",
						"begin", "rollback", "unlock job");
				assertThat(job.self().async().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join())
					.isNotSameAs(Thread.currentThread());
				assertThat(redsync.acquirer("async")).isNotSameAs(Thread.currentThread());
			});
	}

	@Test
	void scheduledMethodIsLockedInCircle() {
		this.contextRunner.withUserConfiguration(SchedulingConfiguration.class)
			.withBean(ScheduledSelf.class)
			.run((context) -> {
				FakeRedsync redsync = context.getBean(FakeRedsync.class);
				assertThat(context.getBean(ScheduledSelf.class).done().await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				assertThat(redsync.events()).startsWith("lock job");
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { EarlyAsyncConfiguration.class, WrappingConfiguration.class })
	void replacedBeanInCircleIsRejected(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(TransactionConfiguration.class, configuration)
			.withBean("job", AsyncByLookup.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = WrappedBeanTests.find(context.getStartupFailure()).analysis();
				assertThat(analysis.getDescription()).contains("'" + AsyncByLookup.class.getName() + ".inner(")
					.contains("of the bean 'job'")
					.contains("before it was complete");
				assertThat(analysis.getAction()).contains("@Lazy");
			});
	}

	@Test
	void creationAfterFailedCreationIsLocked() {
		this.contextRunner
			.withBean("job", FailsOnce.class, FailsOnce::new, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThatException().isThrownBy(() -> context.getBean("job"));
				context.getBean(FailsOnce.class).inner();
				assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
			});
	}

	@Test
	void lockedEventListenerInCircleIsRejected() {
		this.contextRunner.withBean("job", ListenerSelf.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(WrappedBeanTests.find(context.getStartupFailure()).analysis().getDescription())
				.contains("'" + ListenerSelf.class.getName() + ".onApplicationEvent(")
				.contains("before it was complete");
		});
	}

	@Test
	void circleIsRejectedWithoutSetting() {
		this.contextRunner.withAllowCircularReferences(false)
			.withBean(SelfByField.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(BeanCurrentlyInCreationException.class));
	}

	private static void login(String role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("user", null, "ROLE_" + role));
	}

	interface Job {

		void outer();

		void inner();

	}

	public abstract static class Self {

		abstract Self self();

		public void outer() {
			self().inner();
		}

		@Transactional
		@DistributedLock("job")
		public void inner() {
		}

	}

	public static class SelfByField extends Self {

		@Autowired
		private SelfByField self;

		@Override
		Self self() {
			return this.self;
		}

	}

	public static class SelfBySetter extends Self {

		private SelfBySetter self;

		@Autowired
		void setSelf(SelfBySetter self) {
			this.self = self;
		}

		@Override
		Self self() {
			return this.self;
		}

	}

	public static class SelfByResource extends Self {

		@Resource(name = "job")
		private SelfByResource self;

		@Override
		Self self() {
			return this.self;
		}

	}

	public static class SelfByLookup extends Self implements BeanFactoryAware, InitializingBean {

		private BeanFactory beanFactory;

		private Self self;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			this.self = this.beanFactory.getBean("job", Self.class);
		}

		@Override
		Self self() {
			return this.self;
		}

	}

	public static class FailsOnce extends Self implements BeanFactoryAware, InitializingBean {

		private static final AtomicBoolean FAILED = new AtomicBoolean();

		private BeanFactory beanFactory;

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public void afterPropertiesSet() {
			if (FAILED.compareAndSet(false, true)) {
				throw new IllegalStateException(this.beanFactory.getBean("job").getClass().getName());
			}
		}

		@Override
		Self self() {
			return this;
		}

	}

	public static class SelfByInterface implements Job {

		@Autowired
		private Job self;

		@Override
		public void outer() {
			this.self.inner();
		}

		@Override
		@Transactional
		@DistributedLock("job")
		public void inner() {
		}

	}

	public static class Locked {

		@Autowired
		private Partner partner;

		@Transactional
		@DistributedLock("job")
		public void run() {
			assertThat(this.partner).isNotNull();
		}

	}

	public static class Partner {

		@Autowired
		private Locked locked;

		Locked locked() {
			return this.locked;
		}

		public void run() {
			this.locked.run();
		}

	}

	public static class Guarded {

		@Autowired
		private Guarded self;

		public void outer() {
			this.self.inner();
		}

		@PreAuthorize("hasRole('ADMIN')")
		@org.springframework.retry.annotation.Retryable(maxAttempts = 2,
				backoff = @org.springframework.retry.annotation.Backoff(delay = 1))
		@Transactional
		@DistributedLock("job")
		public void inner() {
			throw new IllegalStateException("fails");
		}

	}

	interface LateAdvice {

		LateAdvice self();

		void inner(@NotNull String argument);

		CompletableFuture<Thread> async();

	}

	@Validated
	public static class LateAdviceSelf implements LateAdvice {

		@Autowired
		private LateAdvice self;

		@Override
		public LateAdvice self() {
			return this.self;
		}

		@Override
		@Retryable(maxRetries = 1, delay = 1)
		@Transactional
		@DistributedLock("job")
		public void inner(String argument) {
			throw new IllegalStateException("fails");
		}

		@Async
		@Override
		@DistributedLock("async")
		public CompletableFuture<Thread> async() {
			return CompletableFuture.completedFuture(Thread.currentThread());
		}

	}

	public static class ScheduledSelf {

		private final CountDownLatch done = new CountDownLatch(1);

		@Autowired
		private ScheduledSelf self;

		CountDownLatch done() {
			assertThat(this.self).isNotNull();
			return this.done;
		}

		@Scheduled(fixedDelay = Long.MAX_VALUE, timeUnit = TimeUnit.NANOSECONDS)
		@DistributedLock("job")
		public void run() {
			this.done.countDown();
		}

	}

	public static class ListenerSelf implements ApplicationListener<ContextRefreshedEvent> {

		@Autowired
		ListenerSelf self;

		@Override
		@DistributedLock("job")
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

	}

	public static class AsyncByLookup extends SelfByLookup {

		@Async
		@Override
		public void inner() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class TransactionConfiguration {

		@Bean
		AnnotationOrderTests.Transactions transactionManager(FakeRedsync redsync) {
			return new AnnotationOrderTests.Transactions(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class InterfaceTransactionConfiguration {

		@Bean
		AnnotationOrderTests.Transactions transactionManager(FakeRedsync redsync) {
			return new AnnotationOrderTests.Transactions(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(proxyTargetClass = true)
	@EnableRetry(proxyTargetClass = true)
	static class AdviceConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@EnableResilientMethods
	static class LateAdviceConfiguration {

		@Bean
		static MethodValidationPostProcessor methodValidationPostProcessor() {
			return new MethodValidationPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class SchedulingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true, order = 0)
	static class EarlyAsyncConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappingConfiguration {

		@Bean
		static BeanPostProcessor wrapping() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return beanName.equals("job") ? new ProxyFactory(bean).getProxy() : bean;
				}

			};
		}

	}

}

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.target.LazyInitTargetSourceCreator;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Beans in whose place a post-processor of the application puts another object.
 */
class WrappedBeanTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(FakeRedsync.class);

	@Test
	void wrapperOfLockedProxyIsLocked() {
		this.contextRunner.withUserConfiguration(LateWrapper.class).run(WrappedBeanTests::assertLocked);
	}

	@ParameterizedTest
	@ValueSource(classes = { EarlyWrapper.class, WrapperBeforeInitialization.class, WrapperOfBareObject.class,
			WrapperOfTarget.class, BareObject.class, AopWrapperOfTarget.class, WrapperOfFirstInterface.class,
			SubclassOfBareObject.class })
	void objectWithoutLockIsRefused(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalyzedException failure = find(context.getStartupFailure());
			assertThat(failure.analysis().getDescription()).contains(".run()'")
				.contains("of the bean 'job'")
				.contains("it has a @DistributedLock, but a post-processor");
			assertThat(failure.analysis().getAction()).contains("post-processor");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { LazyBean.class, PrototypeBean.class })
	void laterObjectWithoutLockIsRefusedWhenItIsCreated(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(find(catchThrowable(() -> context.getBean("job"))).analysis().getDescription())
				.contains("of the bean 'job'");
		});
	}

	@Test
	void wrapperByAnnotatedInterfaceIsLocked() {
		this.contextRunner.withUserConfiguration(AnnotatedInterface.class).run((context) -> {
			context.getBean(AnnotatedRunner.class).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock interface",
					"unlock interface");
		});
	}

	@Test
	void wrapperByInterfaceWithOtherLockIsRefused() {
		this.contextRunner.withUserConfiguration(OtherLock.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(find(context.getStartupFailure()).analysis().getDescription())
				.contains("'" + OtherJob.class.getName() + ".run()'");
		});
	}

	@Test
	void beanThatIsNeverProxiedIsRefused() {
		this.contextRunner.withBean("infrastructure", Infrastructure.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(find(context.getStartupFailure()).analysis().getDescription())
				.contains("of the bean 'infrastructure'")
				.contains("never proxied");
		});
	}

	@Test
	void prototypeWhoseObjectsDifferIsLockedWhereItIsAnnotated() {
		this.contextRunner.withUserConfiguration(Varying.class).run((context) -> {
			((Runnable) context.getBean("job")).run();
			((Runnable) context.getBean("job")).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
		});
	}

	@Test
	void beanWithTargetSourceOfItsOwnIsLockedOnce() {
		this.contextRunner.withUserConfiguration(LazyTarget.class).run(WrappedBeanTests::assertLocked);
	}

	private static void assertLocked(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		((Runnable) context.getBean("job")).run();
		assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
	}

	static FailureAnalyzedException find(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof FailureAnalyzedException)) {
			cause = cause.getCause();
		}
		assertThat(cause).as(() -> String.valueOf(failure)).isNotNull();
		return (FailureAnalyzedException) cause;
	}

	private static Object wrap(Object bean) {
		return wrap(bean, Runnable.class);
	}

	private static Object wrap(Object bean, Class<?> type) {
		Class<?>[] types = (type == Runnable.class) ? new Class<?>[] { type } : new Class<?>[] { type, Runnable.class };
		return (bean instanceof Runnable) ? Proxy.newProxyInstance(WrappedBeanTests.class.getClassLoader(), types,
				(proxy, method, args) -> method.invoke(bean, args)) : bean;
	}

	public static class Job implements Runnable {

		@Override
		@DistributedLock("job")
		public void run() {
		}

	}

	interface AnnotatedRunner extends Runnable {

		@Override
		@DistributedLock("interface")
		void run();

	}

	public static class AnnotatedJob implements AnnotatedRunner {

		@Override
		public void run() {
		}

	}

	public static class Infrastructure implements AopInfrastructureBean {

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

	@Configuration(proxyBeanMethods = false)
	static class LateWrapper extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return wrap(bean);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyWrapper extends JobConfiguration {

		@Bean
		static EarlyWrapping wrapper() {
			return new EarlyWrapping();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean extends EarlyWrapper {

		@Bean
		@Lazy
		@Override
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBean extends EarlyWrapper {

		@Bean
		@Scope("prototype")
		@Override
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnnotatedInterface {

		@Bean
		AnnotatedJob job() {
			return new AnnotatedJob();
		}

		@Bean
		static EarlyWrapping wrapper() {
			return new EarlyWrapping(AnnotatedRunner.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrapperOfFirstInterface {

		@Bean
		TwoMethods job() {
			return new TwoMethods();
		}

		@Bean
		static EarlyWrapping wrapper() {
			return new EarlyWrapping(First.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherLock {

		@Bean
		OtherJob job() {
			return new OtherJob();
		}

		@Bean
		static EarlyWrapping wrapper() {
			return new EarlyWrapping(AnnotatedRunner.class);
		}

	}

	public static class OtherJob implements AnnotatedRunner {

		@Override
		@DistributedLock("class")
		public void run() {
		}

	}

	interface First {

		@DistributedLock("first")
		void first();

	}

	public static class TwoMethods extends Job implements First {

		@Override
		public void first() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyTarget {

		@Bean
		@Lazy
		Job job() {
			return new Job();
		}

		@Bean
		static BeanNameAutoProxyCreator lazyTargets() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setProxyTargetClass(true);
			creator.setCustomTargetSourceCreators(new LazyInitTargetSourceCreator());
			return creator;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrapperBeforeInitialization extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					return wrap(bean);
				}

			};
		}

	}

	/**
	 * As {@link BeanPostProcessor} has it in many a book: the bean is kept before its
	 * initialization, and wrapped after it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WrapperOfBareObject extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new KeepingPostProcessor() {

				@Override
				Object replace(Object bare) {
					return wrap(bare);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BareObject extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new KeepingPostProcessor() {

				@Override
				Object replace(Object bare) {
					return bare;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SubclassOfBareObject extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new KeepingPostProcessor() {

				@Override
				Object replace(Object bare) {
					return new Job() {

						@Override
						public void run() {
							((Job) bare).run();
						}

					};
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AopWrapperOfTarget extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new KeepingPostProcessor() {

				@Override
				Object replace(Object bare) {
					return new ProxyFactory(bare).getProxy();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrapperOfTarget extends JobConfiguration {

		@Bean
		static BeanPostProcessor wrapper() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					Object target = AopProxyUtils.getSingletonTarget(bean);
					return (target != null) ? wrap(target) : bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Varying {

		private boolean created;

		@Bean
		@Scope("prototype")
		Runnable job() {
			if (!this.created) {
				this.created = true;
				return new Job();
			}
			return new Plain();
		}

	}

	public static class Plain implements Runnable {

		@Override
		public void run() {
		}

	}

	abstract static class KeepingPostProcessor implements BeanPostProcessor {

		private final Map<String, Object> bare = new ConcurrentHashMap<>();

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			this.bare.put(beanName, bean);
			return bean;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return beanName.equals("job") ? replace(this.bare.get(beanName)) : bean;
		}

		abstract Object replace(Object bare);

	}

	static class EarlyWrapping implements BeanPostProcessor, PriorityOrdered {

		private final Class<?> type;

		EarlyWrapping() {
			this(Runnable.class);
		}

		EarlyWrapping(Class<?> type) {
			this.type = type;
		}

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof Job || bean instanceof AnnotatedRunner) ? wrap(bean, this.type) : bean;
		}

	}

}

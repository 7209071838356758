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

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import org.aopalliance.intercept.MethodInterceptor;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.ProxyFactoryBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Lookup;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for each kind of Spring bean, with a locked method.
 */
class BeanKindTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(FakeRedsync.class);

	@ParameterizedTest
	@ValueSource(classes = { LazyBean.class, LazyInjection.class, Prototype.class, PrototypeByProvider.class,
			PrototypeByLookup.class, ByFactoryBean.class, ByPrototypeFactoryBean.class, ByInterfaceFactoryBean.class,
			LockedFactoryBean.class, ScopedClass.class, ScopedInterface.class, FullConfiguration.class,
			LiteConfiguration.class, InnerBean.class, ByProxyFactoryBean.class, AspectBean.class, SupplierBean.class,
			JdkProxy.class, AopProxyOfClass.class, AopProxyWithoutTarget.class, AopProxyOfOther.class,
			LambdaFactory.class, LazyFactoryBean.class })
	void methodIsLockedOnce(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			((Runnable) context.getBean("job")).run();
			((Runnable) context.getBean("job")).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job",
					"lock job", "unlock job");
		});
	}

	@Test
	void objectThatIsCreatedByFactoryIsLocked() {
		this.contextRunner.run((context) -> {
			AutowireCapableBeanFactory beanFactory = context.getAutowireCapableBeanFactory();
			beanFactory.createBean(Job.class).run();
			((Job) beanFactory.initializeBean(new Job(), "initialized")).run();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job",
					"lock job", "unlock job");
		});
	}

	public static class Job implements Runnable {

		@Override
		@DistributedLock("job")
		public void run() {
		}

	}

	interface LockedRunnable extends Runnable {

		@Override
		@DistributedLock("job")
		void run();

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyInjection {

		@Bean
		@Lazy
		Job target() {
			return new Job();
		}

		@Bean
		Runnable job(@Lazy Job target) {
			return () -> target.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototype {

		@Bean
		@Scope("prototype")
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeByProvider {

		@Bean
		@Scope("prototype")
		Job target() {
			return new Job();
		}

		@Bean
		Runnable job(ObjectProvider<Job> target) {
			return () -> target.getObject().run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeByLookup {

		@Bean
		@Scope("prototype")
		Job target() {
			return new Job();
		}

		@Configuration(value = "job", proxyBeanMethods = false)
		abstract static class LookupJob implements Runnable {

			@Lookup("target")
			abstract Job target();

			@Override
			public void run() {
				target().run();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByFactoryBean {

		@Bean
		JobFactoryBean job() {
			return new JobFactoryBean(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByPrototypeFactoryBean {

		@Bean
		JobFactoryBean job() {
			return new JobFactoryBean(false);
		}

	}

	static class JobFactoryBean implements FactoryBean<Job> {

		private final boolean singleton;

		JobFactoryBean(boolean singleton) {
			this.singleton = singleton;
		}

		@Override
		public Job getObject() {
			return new Job();
		}

		@Override
		public Class<?> getObjectType() {
			return Job.class;
		}

		@Override
		public boolean isSingleton() {
			return this.singleton;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByInterfaceFactoryBean {

		@Bean
		FactoryBean<LockedRunnable> job() {
			return new SmartFactoryBean<>() {

				@Override
				public LockedRunnable getObject() {
					return () -> {
					};
				}

				@Override
				public Class<?> getObjectType() {
					return LockedRunnable.class;
				}

				@Override
				public boolean isEagerInit() {
					return true;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LockedFactoryBean {

		@Bean
		LockingFactoryBean target() {
			return new LockingFactoryBean();
		}

		@Bean
		Runnable job(LockingFactoryBean target, Plain product) {
			return () -> target.run();
		}

	}

	public static class Plain {

	}

	public static class LockingFactoryBean implements FactoryBean<Plain>, Runnable {

		@Override
		@DistributedLock("job")
		public void run() {
		}

		@Override
		public Plain getObject() {
			return new Plain();
		}

		@Override
		public Class<?> getObjectType() {
			return Plain.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyFactoryBean {

		@Bean
		@Lazy
		static JobFactoryBean job() {
			return new JobFactoryBean(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThreadScope {

		@Bean
		static CustomScopeConfigurer scope() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedClass extends ThreadScope {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Job job() {
			return new Job();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedInterface extends ThreadScope {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		Job job() {
			return new Job();
		}

	}

	@Configuration("job")
	static class FullConfiguration implements Runnable {

		@Bean
		Plain plain() {
			return new Plain();
		}

		@Bean
		String other() {
			return plain().toString();
		}

		@Override
		@DistributedLock("job")
		public void run() {
			assertThat(plain()).isSameAs(plain());
		}

	}

	@Configuration(value = "job", proxyBeanMethods = false)
	static class LiteConfiguration implements Runnable {

		@Bean
		Plain plain() {
			return new Plain();
		}

		@Override
		@DistributedLock("job")
		public void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InnerBean {

		@Bean
		static org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor inner() {
			return (registry) -> register(registry);
		}

		private static void register(BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("job",
					BeanDefinitionBuilder.rootBeanDefinition(Outer.class)
						.addPropertyValue("inner",
								BeanDefinitionBuilder.rootBeanDefinition(Job.class).getBeanDefinition())
						.getBeanDefinition());
		}

	}

	public static class Outer implements Runnable {

		private Job inner;

		public void setInner(Job inner) {
			this.inner = inner;
		}

		@Override
		public void run() {
			this.inner.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ByProxyFactoryBean {

		@Bean
		Job target() {
			return new Job();
		}

		@Bean
		ProxyFactoryBean job() {
			ProxyFactoryBean factory = new ProxyFactoryBean();
			factory.setTargetName("target");
			factory.setProxyTargetClass(true);
			return factory;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class AspectBean {

		@Bean
		LockedAspect aspect() {
			return new LockedAspect();
		}

		@Bean
		Advised job() {
			return new Advised();
		}

	}

	public static class Advised implements Runnable {

		@Override
		public void run() {
		}

	}

	@Aspect
	public static class LockedAspect {

		@DistributedLock("job")
		@Before("execution(void io.github.redsync.spring.interceptor.BeanKindTests.Advised.run())")
		public void before() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdkProxy {

		@Bean
		LockedRunnable job() {
			return (LockedRunnable) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { LockedRunnable.class },
					(proxy, method, args) -> method.getName().equals("hashCode") ? 1 : null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AopProxyOfClass {

		@Bean
		Runnable job() {
			ProxyFactory factory = new ProxyFactory(new Job());
			factory.setProxyTargetClass(true);
			return (Runnable) factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AopProxyWithoutTarget {

		@Bean
		Object job() {
			ProxyFactory factory = new ProxyFactory();
			factory.addInterface(LockedRunnable.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> null);
			return factory.getProxy();
		}

	}

	/**
	 * Created like a Spring Data repository.
	 */
	@Configuration(proxyBeanMethods = false)
	static class AopProxyOfOther {

		@Bean
		Object job() {
			ProxyFactory factory = new ProxyFactory(new Object());
			factory.setInterfaces(LockedRunnable.class);
			factory.addAdvice((MethodInterceptor) (invocation) -> null);
			return factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SupplierBean {

		@Bean
		static org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor supplied() {
			return (registry) -> registry.registerBeanDefinition("job",
					BeanDefinitionBuilder.rootBeanDefinition(Runnable.class, Job::new).getBeanDefinition());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaFactory {

		@Autowired
		private AutowireCapableBeanFactory beanFactory;

		@Bean
		LockedRunnable job() {
			return () -> assertThat(this.beanFactory).isNotNull();
		}

	}

}

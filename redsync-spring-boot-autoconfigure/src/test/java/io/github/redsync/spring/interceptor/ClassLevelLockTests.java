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
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.ApplicationObjectSupport;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the methods that an annotation on a class does not apply to.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClassLevelLockTests {

	@Test
	void methodsOfTheContainerAreNotLocked(CapturedOutput output) {
		assertThat(events(LifecycleJob.class, (context) -> context.getBean(LifecycleJob.class).work()))
			.containsExactly("lock job", "unlock job");
		assertThat(output).containsOnlyOnce("The @DistributedLock of class " + LifecycleJob.class.getName()
				+ " (bean 'job') does not apply to methods that the container calls itself or that no proxy can intercept: "
				+ "start() (Lifecycle), stop() (Lifecycle). Use Redsync.withLock(...)");
	}

	@Test
	void runnerAndListenerAreLockedButNotTheirOrder() {
		assertThat(events(Runner.class, (context) -> {
			Runner runner = context.getBean(Runner.class);
			assertThat(runner.getOrder()).isOne();
			runner.run();
		})).containsExactly("lock run", "unlock run", "lock run", "unlock run");
	}

	@Test
	void configuringMethodsAreNotLocked(CapturedOutput output) {
		assertThat(events(Configured.class, (context) -> {
		})).isEmpty();
		assertThat(output).contains("configureTasks() (SchedulingConfigurer)");
	}

	@Test
	void methodsCalledPastTheProxyAreNamedOnce(CapturedOutput output) {
		assertThat(events(Prepared.class, (context) -> context.getBean(Prepared.class).work()))
			.containsExactly("lock prepared", "unlock prepared");
		assertThat(output).containsOnlyOnce("no proxy can intercept: afterPropertiesSet() (InitializingBean), "
				+ "inject() (@Autowired), migrate() (@PostConstruct). Use");
	}

	@Test
	void methodsOfTheDefinitionAreNamedOnce(CapturedOutput output) {
		events(DefinedConfig.class, (context) -> {
		});
		assertThat(output).containsOnlyOnce("does not apply to methods that the container calls")
			.contains("begin() (the init method of the bean), close() (the destroy method of the bean), "
					+ "migrate() (@PostConstruct). Use");
	}

	@Test
	void classWithNothingToLockIsReported(CapturedOutput output) {
		events(OnlyContainer.class, (context) -> {
		});
		assertThat(output).contains(OnlyContainer.class.getName() + " (bean 'job') does not apply to methods");
	}

	@Test
	void factoryMakesItsObjectWithoutLock() {
		assertThat(events(TextFactory.class, (context) -> context.getBean("&job", TextFactory.class).work()))
			.containsExactly("lock factory", "unlock factory");
	}

	@Test
	void beanMethodsOfConfigurationAreNotLocked(CapturedOutput output) {
		assertThat(events(LockedConfig.class, (context) -> context.getBean(LockedConfig.class).work()))
			.containsExactly("lock config", "unlock config");
		assertThat(output).contains("text() (@Bean)");
	}

	@Test
	void finalMethodsOfFrameworkAreLeftOut(CapturedOutput output) {
		assertThat(events(Service.class, (context) -> context.getBean(Service.class).work()))
			.containsExactly("lock service", "unlock service");
		assertThat(output).doesNotContain("does not apply");
	}

	@Test
	void finalMethodOfTheApplicationIsRefused() {
		assertThatException().isThrownBy(() -> events(FinalWork.class, (context) -> {
		}))
			.havingRootCause()
			.withMessageContaining("work()' cannot be locked: it has a @DistributedLock, but it is final");
	}

	private static Iterable<String> events(Class<?> job, Work work) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean("redsync", FakeRedsync.class);
			context.register(DistributedLockAutoConfiguration.class);
			if (job.isAnnotationPresent(Configuration.class)) {
				context.register(job);
			}
			else {
				context.registerBean("job", job);
			}
			context.refresh();
			work.run(context);
			context.stop();
			return context.getBean(FakeRedsync.class).events();
		}
	}

	interface Work {

		void run(ConfigurableApplicationContext context);

	}

	@DistributedLock("job")
	public static class LifecycleJob implements SmartLifecycle, BeanNameAware {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 5;
		}

		@Override
		public boolean isAutoStartup() {
			return true;
		}

		@Override
		public void setBeanName(String name) {
		}

		public void work() {
		}

	}

	@DistributedLock("run")
	public static class Runner implements CommandLineRunner, ApplicationListener<ContextRefreshedEvent>, Ordered {

		@Override
		public void run(String... args) {
		}

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

		@Override
		public int getOrder() {
			return 1;
		}

	}

	@DistributedLock("configured")
	public static class Configured implements SchedulingConfigurer {

		@Override
		public void configureTasks(ScheduledTaskRegistrar registrar) {
		}

	}

	@DistributedLock("prepared")
	public static class Prepared implements InitializingBean {

		@PostConstruct
		public void migrate() {
		}

		@Autowired
		public void inject(FakeRedsync redsync) {
		}

		@Override
		public void afterPropertiesSet() {
		}

		public void work() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DefinedConfig {

		@Bean(initMethod = "begin")
		Defined job() {
			return new Defined();
		}

	}

	@DistributedLock("defined")
	public static class Defined implements AutoCloseable {

		@PostConstruct
		public void migrate() {
		}

		public void begin() {
		}

		@Override
		public void close() {
		}

	}

	@DistributedLock("container")
	public static class OnlyContainer {

		@PostConstruct
		public void migrate() {
		}

	}

	@DistributedLock("factory")
	public static class TextFactory implements FactoryBean<String> {

		@Override
		public String getObject() {
			return "text";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

		public void work() {
		}

	}

	@Configuration
	@DistributedLock("config")
	public static class LockedConfig {

		@Bean
		public StringBuilder text() {
			return new StringBuilder("text");
		}

		public void work() {
		}

	}

	@DistributedLock("service")
	public static class Service extends ApplicationObjectSupport {

		public void work() {
		}

	}

	public abstract static class Template {

		public final void work() {
		}

	}

	@DistributedLock("final")
	public static class FinalWork extends Template {

	}

}

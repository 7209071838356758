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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for methods that the container calls: on the object itself, where no lock can be
 * taken, or through the proxy.
 */
class ContainerCallTests {

	@ParameterizedTest
	@MethodSource
	void methodCalledPastTheProxyIsRefused(Class<?> config, String method, String reason) {
		assertThatException().isThrownBy(() -> start(config).close())
			.havingRootCause()
			.isInstanceOf(LockDefinitionException.class)
			.withMessageContaining("." + method + "' cannot be locked: it has a @DistributedLock, but the container "
					+ "calls it on the object itself (" + reason + "), past the proxy");
	}

	static Stream<Arguments> methodCalledPastTheProxyIsRefused() {
		String init = "the init method of the bean";
		String destroy = "the destroy method of the bean";
		return Stream.of(Arguments.of(Constructed.class, "migrate()", "@PostConstruct"),
				Arguments.of(ConstructedInSuperclass.class, "migrate()", "@PostConstruct"),
				Arguments.of(PreDestroyed.class, "bye()", "@PreDestroy"),
				Arguments.of(Initializing.class, "afterPropertiesSet()", "InitializingBean"),
				Arguments.of(Disposable.class, "destroy()", "DisposableBean"),
				Arguments.of(Named.class, "setBeanName(String)", "BeanNameAware"),
				Arguments.of(AutowiredMethod.class, "inject(FakeRedsync)", "@Autowired"),
				Arguments.of(ValueMethod.class, "inject(String)", "@Value"),
				Arguments.of(ResourceMethod.class, "setRedsync(FakeRedsync)", "@Resource"),
				Arguments.of(Closing.class, "close()", destroy), Arguments.of(InitMethod.class, "begin()", init),
				Arguments.of(DestroyMethod.class, "end()", destroy),
				Arguments.of(DestroyMethodWithParameter.class, "end(boolean)", destroy),
				Arguments.of(InferredClose.class, "close()", destroy),
				Arguments.of(InferredShutdown.class, "shutdown()", destroy),
				Arguments.of(InitOfInterface.class, "begin()", init),
				Arguments.of(Stopping.class, "stop()", "by SmartLifecycle.stop(Runnable)"),
				Arguments.of(Healthy.class, "health()", "by HealthIndicator.health(boolean)"));
	}

	@Test
	void messageNamesTheBeanAndSaysWhatToDo() {
		assertThatException().isThrownBy(() -> start(InitMethod.class).close())
			.havingCause()
			.isInstanceOfSatisfying(FailureAnalyzedException.class, (ex) -> {
				assertThat(ex.analysis().getDescription()).contains("of the bean 'job' cannot be locked");
				assertThat(ex.analysis().getAction()).contains("use Redsync.withLock(...) in the method")
					.contains("@Bean(destroyMethod = \"\")");
			});
	}

	@Test
	void beanIsRefusedBeforeTheContainerCallsItsMethods() {
		AtomicInteger calls = new AtomicInteger();
		GenericApplicationContext annotated = context(Nothing.class);
		annotated.registerBean("job", Migration.class, () -> new Migration(calls));
		assertThatException().isThrownBy(annotated::refresh).havingRootCause().withMessageContaining("past the proxy");
		GenericApplicationContext defined = context(Nothing.class);
		defined.registerBean("job", Preparation.class, () -> new Preparation(calls),
				(definition) -> ((AbstractBeanDefinition) definition).setInitMethodName("prepare"));
		assertThatException().isThrownBy(defined::refresh).havingRootCause().withMessageContaining("past the proxy");
		assertThat(calls).hasValue(0);
	}

	@Test
	void setterOfPropertyInTheDefinitionIsRefused() {
		GenericApplicationContext context = context(Nothing.class);
		context.registerBeanDefinition("job",
				BeanDefinitionBuilder.rootBeanDefinition(Lifecycles.class)
					.addPropertyValue("size", 1)
					.getBeanDefinition());
		assertThatException().isThrownBy(context::refresh)
			.havingRootCause()
			.withMessageContaining(
					"setSize(int)' cannot be locked: it has a @DistributedLock, but the container calls");
	}

	@Test
	void methodThatTheContainerDoesNotCallIsLocked() {
		try (ConfigurableApplicationContext context = start(NotDestroyed.class)) {
			context.getBean("job", Lifecycles.class).close();
			context.getBean("prototype", Lifecycles.class).close();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock close", "unlock close",
					"lock close", "unlock close");
		}
	}

	@Test
	void methodWhoseDefaultCallerIsOverriddenIsLocked() {
		try (ConfigurableApplicationContext context = start(StoppingByItself.class)) {
			context.getBean(StoppingByItself.class).stop();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock stop", "unlock stop");
			context.stop();
			assertThat(context.getBean(FakeRedsync.class).events()).endsWith("lock stop async", "unlock stop async");
		}
	}

	@Test
	void productOfFactoryIsNotWhatTheDefinitionSays() {
		try (ConfigurableApplicationContext context = start(Factory.class)) {
			context.getBean(Lifecycles.class).begin();
			assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock begin", "unlock begin");
		}
	}

	@Test
	void containerCallsTheseThroughTheProxy() {
		try (ConfigurableApplicationContext context = start(ThroughProxy.class)) {
			context.getBean("input", MessageChannel.class).send(new GenericMessage<>("text"));
			FakeRedsync redsync = context.getBean(FakeRedsync.class);
			assertThat(redsync.events())
				.containsSubsequence("lock instantiated", "unlock instantiated", "lock start", "unlock start")
				.contains("lock event", "lock listener", "lock message");
			Awaitility.await().untilAsserted(() -> assertThat(redsync.events()).contains("lock scheduled"));
		}
	}

	private static ConfigurableApplicationContext start(Class<?> config) {
		GenericApplicationContext context = context(config);
		context.refresh();
		return context;
	}

	private static GenericApplicationContext context(Class<?> config) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("redsync", FakeRedsync.class);
		context.register(DistributedLockAutoConfiguration.class, config);
		return context;
	}

	static class Nothing {

	}

	public static class Migration implements BeanNameAware {

		private final AtomicInteger calls;

		Migration(AtomicInteger calls) {
			this.calls = calls;
		}

		@Autowired
		public void inject(FakeRedsync redsync) {
			this.calls.incrementAndGet();
		}

		@Override
		public void setBeanName(String name) {
			this.calls.incrementAndGet();
		}

		@PostConstruct
		@DistributedLock("migrate")
		public void migrate() {
			this.calls.incrementAndGet();
		}

	}

	public static class Preparation {

		private final AtomicInteger calls;

		Preparation(AtomicInteger calls) {
			this.calls = calls;
		}

		@PostConstruct
		public void migrate() {
			this.calls.incrementAndGet();
		}

		@DistributedLock("prepare")
		public void prepare() {
			this.calls.incrementAndGet();
		}

	}

	public static class Constructed {

		@PostConstruct
		@DistributedLock("migrate")
		public void migrate() {
		}

	}

	public static class PlainConstructed {

		@PostConstruct
		public void migrate() {
		}

	}

	public static class ConstructedInSuperclass extends PlainConstructed {

		@Override
		@DistributedLock("migrate")
		public void migrate() {
		}

	}

	public static class PreDestroyed {

		@PreDestroy
		@DistributedLock("bye")
		public void bye() {
		}

	}

	public static class Initializing implements InitializingBean {

		@Override
		@DistributedLock("init")
		public void afterPropertiesSet() {
		}

	}

	public static class Disposable implements DisposableBean {

		@Override
		@DistributedLock("destroy")
		public void destroy() {
		}

	}

	public static class Named implements BeanNameAware {

		@Override
		@DistributedLock("name")
		public void setBeanName(String name) {
		}

	}

	public static class AutowiredMethod {

		@Autowired
		@DistributedLock("inject")
		public void inject(FakeRedsync redsync) {
		}

	}

	public static class ValueMethod {

		@Value("text")
		@DistributedLock("inject")
		public void inject(String text) {
		}

	}

	public static class ResourceMethod {

		@Resource
		@DistributedLock("inject")
		public void setRedsync(FakeRedsync redsync) {
		}

	}

	public static class Stopping implements SmartLifecycle {

		@Override
		public void start() {
		}

		@Override
		@DistributedLock("stop")
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return true;
		}

	}

	public static class StoppingByItself extends Stopping {

		@Override
		@DistributedLock("stop async")
		public void stop(Runnable callback) {
			callback.run();
		}

	}

	public static class Healthy implements HealthIndicator {

		@Override
		@DistributedLock("health")
		public Health health() {
			return Health.up().build();
		}

	}

	public static class Closing implements AutoCloseable {

		@Override
		@DistributedLock("close")
		public void close() {
		}

	}

	public static class Lifecycles {

		@DistributedLock("begin")
		public void begin() {
		}

		@DistributedLock("close")
		public void close() {
		}

		@DistributedLock("size")
		public void setSize(int size) {
		}

	}

	public static class Ending {

		@DistributedLock("end")
		public void end() {
		}

	}

	public static class EndingWithParameter {

		@DistributedLock("end")
		public void end(boolean force) {
		}

	}

	public static class ShuttingDown {

		@DistributedLock("shutdown")
		public void shutdown() {
		}

	}

	interface Beginning {

		@DistributedLock("begin")
		void begin();

	}

	public static class BeginningByInterface implements Beginning {

		@Override
		public void begin() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InitMethod {

		@Bean(initMethod = "begin", destroyMethod = "")
		Lifecycles job() {
			return new Lifecycles();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InitOfInterface {

		@Bean(initMethod = "begin")
		Beginning job() {
			return new BeginningByInterface();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethod {

		@Bean(destroyMethod = "end")
		Ending job() {
			return new Ending();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethodWithParameter {

		@Bean(destroyMethod = "end")
		EndingWithParameter job() {
			return new EndingWithParameter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InferredClose {

		@Bean
		Lifecycles job() {
			return new Lifecycles();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InferredShutdown {

		@Bean
		ShuttingDown job() {
			return new ShuttingDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NotDestroyed {

		@Bean(destroyMethod = "")
		Lifecycles job() {
			return new Lifecycles();
		}

		@Bean
		@Scope("prototype")
		Lifecycles prototype() {
			return new Lifecycles();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean(initMethod = "begin", destroyMethod = "close")
		LifecyclesFactory job() {
			return new LifecyclesFactory();
		}

	}

	public static class LifecyclesFactory implements FactoryBean<Lifecycles> {

		@Override
		public Lifecycles getObject() {
			return new Lifecycles();
		}

		@Override
		public Class<?> getObjectType() {
			return Lifecycles.class;
		}

		public void begin() {
		}

		public void close() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableIntegration
	@Import(Jobs.class)
	static class ThroughProxy {

		@Bean
		MessageChannel input() {
			return new DirectChannel();
		}

	}

	public static class Jobs
			implements SmartLifecycle, SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

		private volatile boolean running;

		@Override
		@DistributedLock("instantiated")
		public void afterSingletonsInstantiated() {
		}

		@Override
		@DistributedLock("start")
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
		@DistributedLock("listener")
		public void onApplicationEvent(ContextRefreshedEvent event) {
		}

		@EventListener(ContextRefreshedEvent.class)
		@DistributedLock("event")
		public void event() {
		}

		@ServiceActivator(inputChannel = "input")
		@DistributedLock("message")
		public void message(String text) {
		}

		@Scheduled(fixedDelay = 60_000)
		@DistributedLock("scheduled")
		public void scheduled() {
		}

	}

}

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

import java.io.Closeable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.interceptor.other.ProtectedMethod;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DistributedLockBeanPostProcessor}, {@link LockedTypeScanner} and
 * {@link ProxyCheck}.
 */
class DistributedLockBeanPostProcessorTests {

	private LockedBeans beans;

	private FakeRedsync redsync;

	@BeforeEach
	void setUp() {
		this.beans = new LockedBeans();
		this.redsync = this.beans.redsync;
	}

	@Test
	void beanWithoutAnnotationIsLeftAlone() {
		Object bean = new Object() {

			@Override
			public String toString() {
				return "bean";
			}

		};
		assertThat(this.beans.add(bean)).isSameAs(bean);
	}

	@Test
	void annotationOnClassAppliesToItsPublicMethods() {
		OnType bean = this.beans.add(new OnType());
		bean.first();
		bean.inherited();
		assertThat(this.redsync.events()).containsExactly("lock type", "unlock type", "lock type", "unlock type");
		this.redsync.events().clear();
		bean.notPublic();
		bean.afterPropertiesSet();
		bean.setBeanClassLoader(getClass().getClassLoader());
		OnType.ofType();
		assertThat(bean).hasToString("on type").isEqualTo(bean);
		assertThat(this.redsync.events()).isEmpty();
	}

	@Test
	void annotationOnMethodReplacesThatOnClass() {
		this.beans.add(new OnType()).second();
		assertThat(this.redsync.events()).containsExactly("lock method", "unlock method");
		assertThat(this.redsync.lastMutex().options().fencing()).isFalse();
	}

	@Test
	void annotationOnSuperclassAppliesToSubclass() {
		OnTypeSub bean = this.beans.add(new OnTypeSub());
		bean.first();
		bean.second();
		bean.third();
		assertThat(this.redsync.events()).containsExactly("lock type", "unlock type", "lock method", "unlock method",
				"lock type", "unlock type");
	}

	@Test
	void metaAnnotationIsMerged() {
		Meta bean = this.beans.add(new Meta());
		bean.call("7");
		assertThat(this.redsync.events()).containsExactly("lock order:7", "unlock order:7");
		assertThat(this.redsync.lastMutex().options().tries()).isEqualTo(3);
	}

	@Test
	void protectedAndPackagePrivateMethodsAreLocked() {
		NotPublic bean = this.beans.add(new NotPublic());
		bean.first();
		bean.second();
		assertThat(this.redsync.events()).containsExactly("lock first", "unlock first", "lock second", "unlock second");
	}

	@Test
	void protectedMethodOfAnotherPackageIsLocked() {
		InOtherPackage bean = this.beans.add(new InOtherPackage());
		new InOtherPackage().callOf(bean);
		assertThat(this.redsync.events()).containsExactly("lock protected", "unlock protected");
	}

	@Test
	void bridgeMethodIsLockedAsTheBridgedOne() {
		Handler<Integer> handler = this.beans.add(new IntegerHandler());
		handler.handle(7);
		assertThat(this.redsync.events()).containsExactly("lock handle:7", "unlock handle:7");
	}

	@Test
	void bridgeMethodIsLockedBehindInterfaceProxy() {
		this.beans.postProcessor.setProxyTargetClass(false);
		Handler<Integer> handler = addByInterface(new IntegerHandler());
		handler.handle(7);
		assertThat(this.redsync.events()).containsExactly("lock handle:7", "unlock handle:7");
	}

	@Test
	void genericMethodOfSuperclassIsLocked() {
		Handler<String> handler = this.beans.add(new StringHandler());
		handler.handle("a");
		assertThat(this.redsync.events()).containsExactly("lock base:a", "unlock base:a");
	}

	@Test
	void annotationOnInterfaceAppliesToImplementation() {
		Annotated bean = this.beans.add(new Implementation());
		bean.byName("1");
		bean.byDefault();
		assertThat(this.redsync.events()).containsExactly("lock interface:1", "unlock interface:1", "lock default",
				"unlock default");
	}

	@Test
	void annotationOnInterfaceAppliesToMethodOfSuperclassThatDoesNotImplementIt() {
		class Sub extends Base implements Inheriting {

		}
		Inheriting bean = this.beans.add(new Sub());
		bean.inherited();
		assertThat(this.redsync.events()).containsExactly("lock inheriting", "unlock inheriting");
	}

	@Test
	void annotationOnInterfaceMethodReplacesThatOnClass() {
		class Sub extends OnType implements Inheriting {

		}
		Inheriting bean = this.beans.add(new Sub());
		bean.inherited();
		assertThat(this.redsync.events()).containsExactly("lock inheriting", "unlock inheriting");
	}

	@Test
	void methodOfSuperclassThatIsNotPublicIsLocked() {
		this.beans.add(new PublicSub()).run();
		assertThat(this.redsync.events()).containsExactly("lock hidden", "unlock hidden");
	}

	@Test
	void annotationIsFoundBehindInterfaceProxy() {
		this.beans.postProcessor.setProxyTargetClass(false);
		Annotated bean = addByInterface(new Implementation());
		assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
		bean.byName("1");
		bean.byDefault();
		bean.onClass();
		assertThat(this.redsync.events()).containsExactly("lock interface:1", "unlock interface:1", "lock default",
				"unlock default", "lock class", "unlock class");
	}

	@Test
	void methodThatInterfaceProxyDoesNotHaveIsRefused() {
		this.beans.postProcessor.setProxyTargetClass(false);
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> addByInterface(new NotInInterface()))
			.havingCause()
			.isInstanceOfSatisfying(FailureAnalyzedException.class,
					(ex) -> assertThat(ex.analysis().getAction()).contains("spring.aop.proxy-target-class"))
			.withMessage("The method '" + NotInInterface.class.getName() + ".run()' of the bean 'bean' cannot be "
					+ "locked: it has a @DistributedLock, but the bean is proxied by its interfaces, and none of them declares it.");
	}

	@Test
	void annotationOnClassAppliesToTheMethodsThatInterfaceProxyHas() {
		this.beans.postProcessor.setProxyTargetClass(false);
		Handler<String> bean = addByInterface(new OnTypeWithInterface());
		bean.handle("a");
		assertThat(this.redsync.events()).containsExactly("lock type:a", "unlock type:a");
	}

	@Test
	void finalClassCanBeProxiedByItsInterface() {
		this.beans.postProcessor.setProxyTargetClass(false);
		Consumer<String> bean = addByInterface(new FinalConsumer());
		bean.accept("a");
		assertThat(this.redsync.events()).containsExactly("lock final:a", "unlock final:a");
	}

	@Test
	void lockGoesAroundTheAdvisorsOfAnExistingProxy() {
		NotPublic bean = this.beans.add(proxy(new NotPublic(), true));
		assertThat(((Advised) bean).getAdvisors()).hasSize(2);
		bean.first();
		assertThat(this.redsync.events()).containsExactly("lock first", "advice", "unlock first");
	}

	@Test
	void faultBehindAnExistingProxyIsFound() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.beans.add(proxy(new LockDefinitionTests.FinalMethod(), true)))
			.havingCause()
			.isInstanceOf(FailureAnalyzedException.class)
			.withMessageContaining("it is final");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.beans.add(this.<Object>proxy(new NotInInterface(), false)))
			.havingCause()
			.isInstanceOf(FailureAnalyzedException.class)
			.withMessageContaining("proxied by its interfaces");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> this.beans.add(proxy(new LockDefinitionTests.BadExpiry(), true)))
			.havingCause()
			.isInstanceOf(FailureAnalyzedException.class)
			.withMessageContaining("'10 parsecs'");
	}

	@Test
	void beanUnderTwoNamesIsLockedOnce() {
		NotPublic bean = this.beans.add(new NotPublic());
		NotPublic alias = this.beans.add(bean);
		alias.first();
		assertThat(this.redsync.events()).containsExactly("lock first", "unlock first");
	}

	@Test
	void proxyThatIsNoneOfSpringIsLockedByTheAnnotationOfItsInterface() {
		Object client = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Annotated.class },
				(proxy, method, args) -> {
					this.redsync.happened(method.getName());
					return null;
				});
		((Annotated) this.beans.add(client)).byName("1");
		assertThat(this.redsync.events()).containsExactly("lock interface:1", "byName", "unlock interface:1");
	}

	@Test
	void proxyWhoseTargetDoesNotImplementTheInterfaceIsLockedByItsAnnotation() {
		// As repositories of Spring Data are made
		ProxyFactory factory = new ProxyFactory(new Object());
		factory.setInterfaces(Annotated.class);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			this.redsync.happened(invocation.getMethod().getName());
			return null;
		});
		((Annotated) this.beans.add(factory.getProxy())).byName("1");
		assertThat(this.redsync.events()).containsExactly("lock interface:1", "byName", "unlock interface:1");
	}

	private <T> T addByInterface(Object bean) {
		return this.beans.add("bean", bean);
	}

	@Test
	void annotationOnInterfaceDoesNotApplyToTheMethodsThatSpringAddsToProxies() {
		ProxyFactory factory = new ProxyFactory(new Object());
		factory.setInterfaces(AnnotatedType.class);
		factory.addAdvice((MethodInterceptor) (invocation) -> null);
		((AnnotatedType) this.beans.add(factory.getProxy())).byName("1");
		assertThat(this.redsync.events()).containsExactly("lock type:1", "unlock type:1");
	}

	@SuppressWarnings("unchecked")
	private <T> T proxy(T target, boolean proxyTargetClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(proxyTargetClass);
		factory.addAdvice((MethodInterceptor) (invocation) -> {
			this.redsync.happened("advice");
			return invocation.proceed();
		});
		return (T) factory.getProxy();
	}

	public static class Base {

		public void inherited() {
		}

	}

	@DistributedLock(name = "type", fencing = true)
	public static class OnType extends Base implements InitializingBean, BeanClassLoaderAware {

		public void first() {
		}

		@DistributedLock("method")
		public void second() {
		}

		void notPublic() {
		}

		@Override
		public void afterPropertiesSet() {
		}

		@Override
		public void setBeanClassLoader(ClassLoader classLoader) {
		}

		public static void ofType() {
		}

		@Override
		public String toString() {
			return "on type";
		}

	}

	public static class OnTypeSub extends OnType {

		@Override
		public void first() {
		}

		@Override
		public void second() {
		}

		public void third() {
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@DistributedLock(autoExtend = false)
	@interface OrderLock {

		@AliasFor(annotation = DistributedLock.class, attribute = "name")
		String value();

		@AliasFor(annotation = DistributedLock.class)
		int tries() default 3;

	}

	public static class Meta {

		@OrderLock("order:#{#id}")
		public void call(String id) {
		}

	}

	public static class NotPublic {

		@DistributedLock("first")
		protected void first() {
		}

		@DistributedLock("second")
		void second() {
		}

	}

	public static class InOtherPackage extends ProtectedMethod {

		void callOf(InOtherPackage bean) {
			bean.call();
		}

	}

	interface Handler<T> {

		void handle(T item);

	}

	public static class IntegerHandler implements Handler<Integer> {

		@Override
		@DistributedLock("handle:#{#item}")
		public void handle(Integer item) {
		}

	}

	public abstract static class BaseHandler<T> implements Handler<T> {

		@Override
		@DistributedLock("base:#{#item}")
		public void handle(T item) {
		}

	}

	public static class StringHandler extends BaseHandler<String> {

		@Override
		public void handle(String renamed) {
		}

	}

	interface Annotated {

		@DistributedLock("interface:#{#id}")
		void byName(String id);

		@DistributedLock("default")
		default void byDefault() {
		}

		void onClass();

	}

	public static class Implementation implements Annotated {

		@Override
		public void byName(String renamed) {
		}

		@Override
		@DistributedLock("class")
		public void onClass() {
		}

	}

	interface Inheriting {

		@DistributedLock("inheriting")
		void inherited();

	}

	@DistributedLock("type:#{#id}")
	interface AnnotatedType {

		void byName(String id);

	}

	@DistributedLock("type:#{#p0}")
	public static class OnTypeWithInterface implements Handler<String> {

		@Override
		public void handle(String item) {
		}

		public void other(String item) {
		}

	}

	static class HiddenBase implements Runnable {

		@Override
		@DistributedLock("hidden")
		public void run() {
		}

	}

	public static class PublicSub extends HiddenBase {

	}

	public static class NotInInterface implements Handler<String> {

		@Override
		public void handle(String item) {
		}

		@DistributedLock("run")
		public void run() {
		}

	}

	public static final class FinalConsumer implements Consumer<String>, Closeable {

		@Override
		@DistributedLock("final:#{#item}")
		public void accept(String item) {
		}

		@Override
		public void close() {
		}

	}

}

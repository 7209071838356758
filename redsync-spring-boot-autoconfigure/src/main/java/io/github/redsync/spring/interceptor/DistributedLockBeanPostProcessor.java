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

import java.util.concurrent.Executor;

import io.github.redsync.Redsync;
import io.github.redsync.spring.execution.CallExecutor;
import io.github.redsync.spring.execution.DecoratedExecutor;
import io.github.redsync.spring.execution.LockExecutionFactory;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates the lock proxies of beans with
 * {@link io.github.redsync.spring.DistributedLock @DistributedLock}. The proxies are its
 * own, so no setting of Spring AOP can disable the locks. Its order puts a lock outside
 * of transactions and caches, and inside of asynchronous execution, retries and security.
 * The checks of beans and the guard of transaction managers are delegated.
 */
@ImportRuntimeHints(DistributedLockRuntimeHints.class)
public final class DistributedLockBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton, DisposableBean {

	private static final long serialVersionUID = 1L;

	private final transient LockedMethodRegistry methods;

	private final transient ProxiedBeans proxied;

	private final transient EarlyReferences earlyReferences = new EarlyReferences();

	private final transient UnproxiedBeanCheck unproxiedBeans;

	private final transient ContainerCallCheck containerCalls = new ContainerCallCheck();

	private final transient Executor callExecutor;

	private final transient RedsyncDependents dependents = new RedsyncDependents();

	private final transient CommitGuardRegistrar commitGuards = new CommitGuardRegistrar();

	/**
	 * Create a post-processor that calls methods that return a future on daemon threads
	 * of its own, which are created on demand.
	 * @param beanFactory the factory that resolves placeholders and bean names
	 * @param redsync the provider of the {@link Redsync}; not called before all
	 * singletons exist
	 */
	public DistributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory, ObjectProvider<Redsync> redsync) {
		this(beanFactory, redsync, new CallExecutor());
	}

	/**
	 * Create a post-processor.
	 * @param beanFactory the factory that resolves placeholders and bean names
	 * @param redsync the provider of the {@link Redsync}; not called before all
	 * singletons exist
	 * @param callExecutor the executor that calls methods that return a future, once
	 * their lock is acquired; must not make a task wait for others to end, because nested
	 * calls would deadlock
	 */
	public DistributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory, ObjectProvider<Redsync> redsync,
			Executor callExecutor) {
		LockedMethodParser parser = new LockedMethodParser(beanFactory, SingletonSupplier.of(redsync::getObject),
				new LockExecutionFactory(callExecutor));
		this.callExecutor = callExecutor;
		this.methods = new LockedMethodRegistry(parser::parse);
		this.proxied = new ProxiedBeans(this.methods);
		this.unproxiedBeans = new UnproxiedBeanCheck(this.methods, this.proxied);
		this.advisor = new DefaultPointcutAdvisor(new DistributedLockPointcut(this.methods),
				new DistributedLockInterceptor(this.methods));
		setBeforeExistingAdvisors(true);
		setOrder(Ordered.LOWEST_PRECEDENCE - 2);
	}

	@Override
	public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
		try {
			return super.determineBeanType(beanClass, beanName);
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
	}

	/**
	 * Guard a transaction manager before another post-processor wraps it.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		this.commitGuards.guard(bean, beanName);
		return bean;
	}

	/**
	 * Reject locks on methods that the container calls itself, before the first such
	 * call.
	 */
	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		try {
			this.containerCalls.check(this.beanFactory, beanName, this.methods.type(AopUtils.getTargetClass(bean)));
			return true;
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		this.commitGuards.guard(bean, beanName);
		Object early = this.earlyReferences.find(beanName, bean);
		return (early != null) ? early : lock(bean, beanName);
	}

	/**
	 * Return the proxy early for a circular reference.
	 */
	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		Object reference = lock(bean, beanName);
		if (reference != bean || AdviceOrder.isLocked(reference)) {
			this.earlyReferences.add(beanName, bean, reference);
		}
		return reference;
	}

	private Object lock(Object bean, String beanName) {
		if (AdviceOrder.isLocked(bean)) {
			// The object has a second name; a second lock would wait for the first
			return bean;
		}
		try {
			Object result = super.postProcessAfterInitialization(bean, beanName);
			if (result == bean && bean instanceof Advised advised && AdviceOrder.isLocked(bean)) {
				Class<?> targetClass = AopUtils.getTargetClass(bean);
				prepare(targetClass, beanName);
				ProxyCheck.check(advised, this.methods.type(targetClass));
				AdviceOrder.apply(advised);
			}
			return result;
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
	}

	@Override
	protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
		prepare(bean.getClass(), beanName);
		return super.prepareProxyFactory(bean, beanName);
	}

	@Override
	protected void customizeProxyFactory(ProxyFactory proxyFactory) {
		Class<?> targetClass = proxyFactory.getTargetClass();
		if (targetClass != null) {
			ProxyCheck.check(proxyFactory, this.methods.type(targetClass));
		}
	}

	private void prepare(Class<?> targetClass, String beanName) {
		this.proxied.add(beanName, targetClass);
		this.dependents.add(beanName);
	}

	LockedMethodRegistry methods() {
		return this.methods;
	}

	ProxiedBeans proxied() {
		return this.proxied;
	}

	EarlyReferences earlyReferences() {
		return this.earlyReferences;
	}

	/**
	 * Get the beans that the annotations need, which at this point does not create them
	 * too early, and check the beans that have no proxy.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.proxied.connect();
		if (this.beanFactory != null) {
			this.commitGuards.guardExisting(this.beanFactory);
			this.unproxiedBeans.check(this.beanFactory);
			this.dependents.register(this.beanFactory);
		}
	}

	/**
	 * Shut down the library's own threads. While idle, they would retain the class loader
	 * of the application for up to 10 seconds.
	 */
	@Override
	public void destroy() {
		if (this.callExecutor instanceof CallExecutor threads) {
			threads.shutdown();
		}
		else if (this.callExecutor instanceof DecoratedExecutor decorated) {
			decorated.shutdown();
		}
	}

}

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
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationListener;

/**
 * Rejects a bean whose class has locks if the object that is exposed in its place has
 * none, because a post-processor has replaced it or because other beans got it before it
 * was complete. A post-processor of merged bean definitions, because these run after all
 * others.
 */
public final class ExposedBeanCheck
		implements MergedBeanDefinitionPostProcessor, SmartInstantiationAwareBeanPostProcessor, AopInfrastructureBean {

	private final LockedMethodRegistry methods;

	private final ProxiedBeans proxied;

	private final EarlyReferences lockedReferences;

	private final Map<String, Origin> origins = new ConcurrentHashMap<>();

	private final Map<String, Object> earlyReferences = new ConcurrentHashMap<>();

	/**
	 * Create a check.
	 * @param postProcessor the post-processor that creates the lock proxies
	 */
	public ExposedBeanCheck(DistributedLockBeanPostProcessor postProcessor) {
		this.methods = postProcessor.methods();
		this.proxied = postProcessor.proxied();
		this.lockedReferences = postProcessor.earlyReferences();
		this.lockedReferences.exposeProxies();
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> beanType, String beanName) {
		if (hasLocks(beanType, beanName)) {
			this.origins.put(beanName, new Origin(beanType, definition.isSingleton()));
		}
		else {
			this.origins.remove(beanName);
		}
	}

	private boolean hasLocks(Class<?> beanType, String beanName) {
		try {
			return !this.methods.type(beanType).isEmpty();
		}
		catch (LockDefinitionException ex) {
			throw ex.inBean(beanName);
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class that cannot be inspected
			return false;
		}
	}

	@Override
	public void resetBeanDefinition(String beanName) {
		this.origins.remove(beanName);
	}

	/**
	 * Remove the reference of an earlier, failed creation of the bean.
	 */
	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		this.earlyReferences.remove(beanName);
		return true;
	}

	@Override
	public Object getEarlyBeanReference(Object bean, String beanName) {
		if (this.origins.containsKey(beanName)) {
			this.earlyReferences.put(beanName, bean);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Object restored = this.lockedReferences.restore(beanName, bean);
		Origin origin = this.origins.get(beanName);
		if (origin != null && origin.canBe(bean)) {
			try {
				Object reference = this.earlyReferences.remove(beanName);
				if (reference == null) {
					check(bean, beanName, origin);
				}
				else {
					checkEarly(reference, (restored != null) ? restored : bean, beanName, origin);
				}
			}
			catch (LockDefinitionException ex) {
				throw ex.inBean(beanName);
			}
		}
		return (restored != null) ? restored : bean;
	}

	/**
	 * Check a bean that other beans got before it was complete.
	 */
	private void checkEarly(Object reference, Object bean, String beanName, Origin origin) {
		Collection<LockDeclaration> declarations = this.methods.type(origin.type()).declarations();
		if (bean.getClass() != origin.type()) {
			throw ExposedBeanFaults.replacedAfterEarlyReference(declarations.iterator().next(), bean);
		}
		if (bean instanceof ApplicationListener) {
			// Spring registers the bean as the listener, not its proxy
			declarations.stream()
				.filter((declaration) -> declaration.method().getName().equals("onApplicationEvent"))
				.forEach(ExposedBeanFaults::refuseEarlyListener);
		}
		check(reference, beanName, origin);
	}

	private void check(Object exposed, String beanName, Origin origin) {
		LockedType type = this.methods.type(origin.type());
		WrapperSearch search = WrapperSearch.search(exposed, origin.type());
		if (search.isDynamic()) {
			return;
		}
		Class<?> lockedClass = search.lockedClass();
		if (lockedClass == null && !search.isBare()) {
			// A wrapper that cannot be inspected was given the proxy
			lockedClass = this.proxied.targetClass(beanName);
		}
		LockDeclaration missing = type.findMissing((lockedClass != null) ? this.methods.type(lockedClass) : null);
		if (missing != null) {
			throw (search.isBare() && this.proxied.contains(beanName)) ? ExposedBeanFaults.lost(missing, exposed)
					: ExposedBeanFaults.neverProxied(missing, exposed, origin.type());
		}
	}

	/**
	 * A bean as created, before any post-processor.
	 *
	 * @param type the class
	 * @param singleton whether there is one instance, so that the class cannot change
	 */
	private record Origin(Class<?> type, boolean singleton) {

		/**
		 * Return whether an object can be exposed for a bean of this class. It cannot if
		 * it is the product of a factory bean, or if the factory method has returned
		 * another type.
		 */
		boolean canBe(Object bean) {
			if (FactoryBean.class.isAssignableFrom(this.type) && !(bean instanceof FactoryBean)) {
				return false;
			}
			return this.singleton || this.type.isInstance(bean) || bean instanceof Advised
					|| Proxy.isProxyClass(bean.getClass());
		}

	}

}

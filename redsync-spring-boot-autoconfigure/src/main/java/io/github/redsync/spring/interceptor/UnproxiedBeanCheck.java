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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Reports objects with locks that were registered with Spring, for example by
 * {@code registerSingleton}. They have no proxy, because Spring has not created them.
 * This is a warning, not an error, because the mocks of tests are such objects.
 */
final class UnproxiedBeanCheck {

	private static final Logger logger = LoggerFactory.getLogger(UnproxiedBeanCheck.class);

	private final LockedMethodRegistry methods;

	private final ProxiedBeans proxied;

	UnproxiedBeanCheck(LockedMethodRegistry methods, ProxiedBeans proxied) {
		this.methods = methods;
		this.proxied = proxied;
	}

	void check(ConfigurableListableBeanFactory beanFactory) {
		for (String beanName : beanFactory.getSingletonNames()) {
			Object bean = beanFactory.getSingleton(beanName);
			if (bean != null && !this.proxied.contains(beanName) && !AdviceOrder.isLocked(bean)
					&& hasLocks(AopUtils.getTargetClass(bean))) {
				refuseSynthetic(beanFactory, beanName, AopUtils.getTargetClass(bean));
				logger.warn(
						"The methods of the bean '{}' ({}) are called without their locks: it was registered as an object "
								+ "and has no proxy. Define it as a bean that Spring creates",
						beanName, bean.getClass().getName());
			}
		}
	}

	/**
	 * Reject a bean that Spring has created without calling its post-processors.
	 */
	private void refuseSynthetic(ConfigurableListableBeanFactory beanFactory, String beanName, Class<?> type) {
		if (beanFactory.containsBeanDefinition(beanName)
				&& beanFactory.getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition definition
				&& definition.isSynthetic()) {
			LockDeclaration declaration = this.methods.type(type).declarations().iterator().next();
			throw declaration
				.fault("it has a @DistributedLock, but its bean definition is synthetic, so Spring calls no "
						+ "post-processor that could proxy the bean.", "Define the bean without setSynthetic(true).",
						null)
				.inBean(beanName);
		}
	}

	private boolean hasLocks(Class<?> type) {
		try {
			return !this.methods.type(type).isEmpty();
		}
		catch (LockDefinitionException ex) {
			return true;
		}
		catch (IllegalStateException | LinkageError ex) {
			// A class that cannot be inspected
			return false;
		}
	}

}

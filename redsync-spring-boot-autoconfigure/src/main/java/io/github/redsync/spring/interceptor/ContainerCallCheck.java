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

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Rejects annotations on methods that a bean definition makes the container call past the
 * proxy. Reports methods that a class-level lock does not apply to.
 */
final class ContainerCallCheck {

	private static final Logger logger = LoggerFactory.getLogger(ContainerCallCheck.class);

	private final Set<String> checked = ConcurrentHashMap.newKeySet();

	/**
	 * Check the methods of a bean, once for all of its instances.
	 * @param beanFactory the factory that has the definition of the bean
	 * @param beanName the name of the bean
	 * @param type the class of the bean
	 * @throws LockDefinitionException if an annotated method would run without its lock
	 */
	void check(@Nullable ConfigurableListableBeanFactory beanFactory, String beanName, LockedType type) {
		if ((type.isEmpty() && type.exempt().isEmpty()) || this.checked.contains(beanName)) {
			return;
		}
		Set<String> exempt = new TreeSet<>(type.exempt());
		RootBeanDefinition definition = definition(beanFactory, beanName, type.targetClass());
		if (definition != null) {
			DefinitionMethods called = new DefinitionMethods(definition, type.targetClass());
			for (LockDeclaration declaration : type.declarations()) {
				String reason = called.find(declaration.method());
				if (reason != null && declaration.onMethod()) {
					throw fault(declaration, reason);
				}
				if (reason != null) {
					exempt.add(describe(declaration.method(), reason));
				}
			}
		}
		if (this.checked.add(beanName)) {
			report(type.targetClass(), beanName, exempt);
		}
	}

	private static @Nullable RootBeanDefinition definition(@Nullable ConfigurableListableBeanFactory beanFactory,
			String beanName, Class<?> targetClass) {
		if (beanFactory == null || !beanFactory.containsBeanDefinition(beanName)) {
			return null;
		}
		if (!FactoryBean.class.isAssignableFrom(targetClass) && beanFactory.isFactoryBean(beanName)) {
			// The definition describes the factory bean, not its product
			return null;
		}
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
		return (definition instanceof RootBeanDefinition root) ? root : null;
	}

	static LockDefinitionException fault(LockDeclaration declaration, String reason) {
		return declaration.fault(
				"it has a @DistributedLock, but the container calls it on the object itself (" + reason
						+ "), past the proxy, so it would run without its lock.",
				"Remove the annotation and use Redsync.withLock(...) in the method, or move the work to a method "
						+ "that is called through the proxy, such as one with @EventListener(ApplicationReadyEvent.class). "
						+ "If the container does not need to call the method, configure that, for example with "
						+ "@Bean(destroyMethod = \"\").",
				null);
	}

	static String describe(Method method, String reason) {
		return method.getName() + "() (" + reason + ")";
	}

	private static void report(Class<?> type, String beanName, Collection<String> methods) {
		if (!methods.isEmpty()) {
			logger
				.warn("The @DistributedLock of class {} (bean '{}') does not apply to methods that the container calls "
						+ "itself or that no proxy can intercept: {}. Use Redsync.withLock(...) in those that need "
						+ "the lock", type.getName(), beanName, String.join(", ", methods));
		}
	}

}

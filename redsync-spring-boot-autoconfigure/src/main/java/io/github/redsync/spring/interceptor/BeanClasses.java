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

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.beans.factory.CannotLoadBeanClassException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;

/**
 * Resolves the classes of a bean definition.
 */
final class BeanClasses {

	private BeanClasses() {
	}

	/**
	 * Return the classes whose annotations apply to a bean: the class of the created
	 * object, which an interface-based proxy hides, and the class of the bean, which for
	 * a factory bean is that of its product.
	 * @param beanFactory the factory that has the definition; no bean is created
	 * @param beanName the name of the bean
	 */
	static Set<Class<?>> of(ConfigurableListableBeanFactory beanFactory, String beanName) {
		Set<Class<?>> classes = new LinkedHashSet<>();
		try {
			addAll(beanFactory, beanName, classes);
		}
		catch (CannotLoadBeanClassException ex) {
			// No bean can be created from the definition
		}
		return classes;
	}

	private static void addAll(ConfigurableListableBeanFactory beanFactory, String beanName, Set<Class<?>> classes) {
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(beanName);
		Class<?> created = (definition instanceof RootBeanDefinition root) ? root.getTargetType() : null;
		if (created != null) {
			classes.add(ClassUtils.getUserClass(created));
		}
		Class<?> exposed = definition.isAbstract() ? null : beanFactory.getType(beanName, false);
		if (exposed != null) {
			classes.add(ClassUtils.getUserClass(exposed));
		}
	}

}

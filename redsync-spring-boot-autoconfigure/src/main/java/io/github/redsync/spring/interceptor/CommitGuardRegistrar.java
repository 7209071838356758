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

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redsync.spring.execution.CommitGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Adds the {@link CommitGuard} to each transaction manager once, regardless of how it
 * becomes a bean. Thread-safe.
 */
final class CommitGuardRegistrar {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.transaction.TransactionManager",
			CommitGuardRegistrar.class.getClassLoader());

	private final Set<String> guardedNames = ConcurrentHashMap.newKeySet();

	private final Set<Object> guarded = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Guard the transactions of a bean if it is a transaction manager. A wrapper of a
	 * guarded manager needs no guard, and does not support one.
	 * @param bean the bean
	 * @param beanName the name of the bean
	 */
	void guard(Object bean, String beanName) {
		if (!PRESENT || !Types.isManager(bean)) {
			return;
		}
		if (Types.isConfigurable(bean)) {
			this.guardedNames.add(beanName);
		}
		else if (this.guardedNames.contains(beanName)) {
			return;
		}
		if (this.guarded.add(bean)) {
			CommitGuard.guard(bean);
		}
	}

	/**
	 * Guard the existing transaction managers of a factory and of its parents, which may
	 * have no post-processor of their own.
	 * @param beanFactory the factory
	 */
	void guardExisting(ConfigurableListableBeanFactory beanFactory) {
		BeanFactory current = beanFactory;
		while (current instanceof ConfigurableListableBeanFactory factory) {
			for (String beanName : factory.getSingletonNames()) {
				guardNullable(factory.getSingleton(beanName), beanName);
			}
			current = factory.getParentBeanFactory();
		}
	}

	private void guardNullable(@Nullable Object bean, String beanName) {
		if (bean != null) {
			guard(bean, beanName);
		}
	}

	/**
	 * Inner class to avoid a hard dependency on Spring's transactions at runtime.
	 */
	private static final class Types {

		static boolean isManager(Object bean) {
			return bean instanceof TransactionManager;
		}

		static boolean isConfigurable(Object bean) {
			return bean instanceof ConfigurableTransactionManager;
		}

	}

}

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.Lifecycle;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.util.ClassUtils;

/**
 * The methods of a class that implement interfaces by which Spring configures, orders,
 * starts and stops beans. Interfaces for the work of an application, such as runners and
 * listeners, are not included.
 */
final class ContainerCallbacks {

	private static final Set<Class<?>> CALLBACKS = Set.of(InitializingBean.class, DisposableBean.class,
			SmartInitializingSingleton.class, FactoryBean.class, SmartFactoryBean.class, Ordered.class, Phased.class,
			Lifecycle.class, SmartLifecycle.class, LifecycleProcessor.class, SchedulingAwareRunnable.class,
			ExitCodeGenerator.class);

	private static final List<String> CALLBACK_SUFFIXES = List.of("Aware", "Configurer", "Customizer", "PostProcessor");

	private final Class<?> targetClass;

	private final Map<Method, Class<?>> methods = new HashMap<>();

	ContainerCallbacks(Class<?> targetClass) {
		this.targetClass = targetClass;
		Set<Class<?>> seen = new HashSet<>();
		ClassUtils.getAllInterfacesForClassAsSet(targetClass).forEach((type) -> add(type, seen));
	}

	private void add(Class<?> type, Set<Class<?>> seen) {
		if (!seen.add(type)) {
			return;
		}
		if (type.getName().startsWith("org.springframework.")) {
			for (Method method : type.getDeclaredMethods()) {
				if (isCallback(type, method)) {
					this.methods.putIfAbsent(AopUtils.getMostSpecificMethod(method, this.targetClass), type);
				}
			}
		}
		for (Class<?> parent : type.getInterfaces()) {
			add(parent, seen);
		}
	}

	private static boolean isCallback(Class<?> type, Method method) {
		return CALLBACKS.contains(type) || CALLBACK_SUFFIXES.stream().anyMatch(type.getSimpleName()::endsWith)
				|| method.getName().startsWith("supports")
				|| (ApplicationListener.class.isAssignableFrom(type) && !method.getName().equals("onApplicationEvent"));
	}

	/**
	 * Return the interface that makes the container call a method.
	 * @param method a method of the class
	 * @return the interface, or {@code null} if the container does not call the method
	 */
	@Nullable Class<?> find(Method method) {
		return this.methods.get(method);
	}

	/**
	 * Return the interface that makes the container call a method on the object itself,
	 * before the proxy exists or past it.
	 * @param method a method of the class
	 * @return the interface, or {@code null} if there is none
	 */
	@Nullable Class<?> findPastProxy(Method method) {
		Class<?> type = find(method);
		return (type != null && (type == InitializingBean.class || type == DisposableBean.class
				|| Aware.class.isAssignableFrom(type))) ? type : null;
	}

}

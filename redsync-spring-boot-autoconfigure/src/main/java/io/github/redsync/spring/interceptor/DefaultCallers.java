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
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Default methods of Spring interfaces that call another method of the same object. The
 * container calls the default method through the proxy, but the inner call is past the
 * proxy.
 */
final class DefaultCallers {

	/**
	 * Parameter of the default method, by the method it calls, which has the same name.
	 */
	private static final Map<String, Class<?>> PARAMETERS = Map.of("org.springframework.context.SmartLifecycle.stop",
			Runnable.class, "org.springframework.boot.health.contributor.HealthIndicator.health", boolean.class,
			"org.springframework.boot.health.contributor.ReactiveHealthIndicator.health", boolean.class);

	private DefaultCallers() {
	}

	/**
	 * Find the default method that calls a method.
	 * @param method the method
	 * @param targetClass the class of the bean
	 * @return the type and method, or {@code null} if there is none or the class
	 * overrides it
	 */
	static @Nullable String find(Method method, Class<?> targetClass) {
		if (method.getParameterCount() != 0) {
			return null;
		}
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(targetClass)) {
			Class<?> parameter = PARAMETERS.get(type.getName() + "." + method.getName());
			if (parameter != null && isDefault(type, method.getName(), parameter, targetClass)) {
				return "by %s.%s(%s)".formatted(type.getSimpleName(), method.getName(), parameter.getSimpleName());
			}
		}
		return null;
	}

	private static boolean isDefault(Class<?> type, String name, Class<?> parameter, Class<?> targetClass) {
		Method caller = ClassUtils.getMethodIfAvailable(type, name, parameter);
		return caller != null && AopUtils.getMostSpecificMethod(caller, targetClass).isDefault();
	}

}

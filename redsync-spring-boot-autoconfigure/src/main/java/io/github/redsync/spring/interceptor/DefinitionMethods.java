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

import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The methods that a bean definition makes the container call on the object itself, past
 * its proxy.
 */
final class DefinitionMethods {

	private final Class<?> targetClass;

	private final Set<String> init = new HashSet<>();

	private final Set<String> destroy = new HashSet<>();

	private final Set<Member> injected;

	private final Set<String> setters = new HashSet<>();

	/**
	 * Create the methods of a definition.
	 * @param definition the merged definition, after all post-processors have seen it
	 * @param targetClass the class of the bean
	 */
	DefinitionMethods(RootBeanDefinition definition, Class<?> targetClass) {
		this.targetClass = targetClass;
		addAll(this.init, definition.getInitMethodNames());
		this.init.addAll(definition.getExternallyManagedInitMethods());
		if (!definition.isPrototype()) {
			// The container does not destroy prototypes
			addAll(this.destroy, destroyMethods(definition, targetClass));
			this.destroy.addAll(definition.getExternallyManagedDestroyMethods());
		}
		this.injected = definition.getExternallyManagedConfigMembers();
		definition.getPropertyValues()
			.forEach((property) -> this.setters.add("set" + StringUtils.capitalize(property.getName())));
	}

	private static void addAll(Set<String> names, String @Nullable [] added) {
		if (added != null) {
			names.addAll(Arrays.asList(added));
		}
	}

	private static String @Nullable [] destroyMethods(RootBeanDefinition definition, Class<?> type) {
		String[] given = definition.getDestroyMethodNames();
		boolean closeable = AutoCloseable.class.isAssignableFrom(type) || ExecutorService.class.isAssignableFrom(type);
		boolean inferred = (given != null) ? List.of(given).equals(List.of(AbstractBeanDefinition.INFER_METHOD))
				: closeable;
		if (!inferred) {
			return given;
		}
		if (DisposableBean.class.isAssignableFrom(type)) {
			return null;
		}
		Method close = ClassUtils.getMethodIfAvailable(type, "close");
		return new String[] {
				(close != null && close.getDeclaringClass() != ExecutorService.class) ? "close" : "shutdown" };
	}

	/**
	 * Return the reason why the container calls a method.
	 * @param method a method of the class
	 * @return the reason, or {@code null} if the container does not call it
	 */
	@Nullable String find(Method method) {
		if (matches(this.init, method) && method.getParameterCount() == 0) {
			return "the init method of the bean";
		}
		if (matches(this.destroy, method) && (method.getParameterCount() == 0
				|| Arrays.equals(method.getParameterTypes(), new Class<?>[] { boolean.class }))) {
			return "the destroy method of the bean";
		}
		if (this.injected.stream().anyMatch((member) -> isSame(member, method))
				|| (this.setters.contains(method.getName()) && method.getParameterCount() == 1)) {
			return "an injection method";
		}
		return null;
	}

	private static boolean matches(Set<String> names, Method method) {
		return names.contains(method.getName()) || names.contains(ClassUtils.getQualifiedMethodName(method));
	}

	private boolean isSame(Member member, Method method) {
		return member instanceof Method other && AopUtils.getMostSpecificMethod(other, this.targetClass).equals(method);
	}

}

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
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * The methods of a class that the container calls, as determined by annotations and
 * interfaces without a bean definition: those that no lock can be put around, and those
 * that a class-level lock is not meant for.
 */
final class ContainerMethods {

	private static final List<String> LIFECYCLE = List.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy");

	private static final List<String> INJECTION = List.of("org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Value", "jakarta.inject.Inject",
			"jakarta.annotation.Resource", "jakarta.persistence.PersistenceContext",
			"jakarta.persistence.PersistenceUnit", "jakarta.ejb.EJB");

	private static final String BEAN = "org.springframework.context.annotation.Bean";

	private static final List<String> FRAMEWORKS = List.of("org.springframework.", "java.", "javax.", "jakarta.");

	private final Class<?> targetClass;

	private final ContainerCallbacks callbacks;

	ContainerMethods(Class<?> targetClass) {
		this.targetClass = targetClass;
		this.callbacks = new ContainerCallbacks(targetClass);
	}

	/**
	 * Return the reason why the container calls a method on the object itself, past its
	 * proxy.
	 * @param method the method
	 * @return an annotation or an interface, or {@code null} if there is none
	 */
	@Nullable String findPastProxy(Method method) {
		// Overriding a lifecycle method does not prevent the call
		MergedAnnotations inherited = MergedAnnotations.from(method, SearchStrategy.SUPERCLASS);
		MergedAnnotations own = MergedAnnotations.from(method);
		return Stream.concat(LIFECYCLE.stream().filter(inherited::isPresent), INJECTION.stream().filter(own::isPresent))
			.map((name) -> "@" + ClassUtils.getShortName(name))
			.findFirst()
			.orElseGet(() -> shortName(this.callbacks.findPastProxy(method)));
	}

	/**
	 * Return the default method of a framework interface that calls a method of the
	 * object itself.
	 * @param method the method
	 * @return the caller, or {@code null} if there is none
	 */
	@Nullable String findDefaultCaller(Method method) {
		return DefaultCallers.find(method, this.targetClass);
	}

	/**
	 * Return the reason why a class-level lock does not apply to a method.
	 * @param method the method
	 * @return the reason, or {@code null} if the lock applies
	 */
	@Nullable String findExempt(Method method) {
		String pastProxy = findPastProxy(method);
		if (pastProxy != null) {
			return pastProxy;
		}
		if (MergedAnnotations.from(method, SearchStrategy.SUPERCLASS).isPresent(BEAN)) {
			return "@Bean";
		}
		if (Modifier.isFinal(method.getModifiers()) && isOfFramework(method.getDeclaringClass())) {
			return "final in " + method.getDeclaringClass().getSimpleName();
		}
		return shortName(this.callbacks.find(method));
	}

	/**
	 * Return whether an exempt method may do work that was meant to be locked. A query of
	 * the container and a property of a framework class do not.
	 * @param method the method
	 * @return whether it may
	 */
	boolean mayDoWork(Method method) {
		Class<?> callback = this.callbacks.find(method);
		boolean ofFramework = isOfFramework(method.getDeclaringClass());
		if (callback != null) {
			return !ofFramework && !Aware.class.isAssignableFrom(callback) && method.getReturnType() == void.class;
		}
		return !ofFramework || BeanUtils.findPropertyForMethod(method) == null;
	}

	private static boolean isOfFramework(Class<?> type) {
		return FRAMEWORKS.stream().anyMatch(type.getName()::startsWith);
	}

	private static @Nullable String shortName(@Nullable Class<?> type) {
		return (type != null) ? type.getSimpleName() : null;
	}

}

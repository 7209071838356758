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
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.redsync.spring.DistributedLock;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the annotated methods of a class, including those of its superclasses and
 * interfaces. The attributes of the annotations are parsed later.
 */
final class LockedTypeScanner {

	private final Class<?> targetClass;

	private final Set<Class<?>> interfaces;

	private final LockAnnotations onType = new LockAnnotations();

	private final Map<Method, LockAnnotations> onMethods = new LinkedHashMap<>();

	private final Map<Method, Method> found = new HashMap<>();

	private final Supplier<ContainerMethods> container;

	private final Set<String> exempt = new TreeSet<>();

	private LockedTypeScanner(Class<?> targetClass) {
		this.targetClass = targetClass;
		this.interfaces = ClassUtils.getAllInterfacesForClassAsSet(targetClass);
		this.onType.addAll(targetClass);
		this.container = SingletonSupplier.of(() -> new ContainerMethods(targetClass));
	}

	static LockedType scan(Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, DistributedLock.class)) {
			return new LockedType(targetClass, Map.of(), Set.of());
		}
		LockedTypeScanner scanner = new LockedTypeScanner(targetClass);
		for (Class<?> type : scanner.types()) {
			ReflectionUtils.doWithMethods(type, scanner::add);
		}
		return new LockedType(targetClass, scanner.declarations(), scanner.exempt);
	}

	private Set<Class<?>> types() {
		Set<Class<?>> types = new LinkedHashSet<>();
		if (!Proxy.isProxyClass(this.targetClass)) {
			types.add(this.targetClass);
		}
		types.addAll(this.interfaces);
		types.removeIf((type) -> type.isAssignableFrom(Advised.class) || type == SpringProxy.class
				|| type == DecoratingProxy.class);
		return types;
	}

	private void add(Method method) {
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			refuse(method);
			return;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, this.targetClass);
		this.found.putIfAbsent(specific, method);
		LockAnnotations annotations = this.onMethods.computeIfAbsent(specific, (absent) -> new LockAnnotations());
		annotations.addAll(specific);
		if (!specific.equals(method)) {
			// A superclass can implement a method of an interface it does not declare
			annotations.addAll(method);
		}
	}

	private Map<Method, LockDeclaration> declarations() {
		Map<Method, LockDeclaration> declarations = new LinkedHashMap<>();
		this.onMethods.forEach((specific, annotations) -> {
			Method found = this.found.getOrDefault(specific, specific);
			LockDeclaration declaration = annotations.resolve(specific, found, this.targetClass);
			if (declaration != null) {
				checkContainer(declaration);
			}
			else if (isCoveredByType(specific)) {
				declaration = this.onType.resolve(specific, found, this.targetClass);
			}
			if (declaration != null) {
				declarations.put(specific, declaration);
			}
		});
		return Collections.unmodifiableMap(declarations);
	}

	private void checkContainer(LockDeclaration declaration) {
		Method method = declaration.method();
		String reason = this.container.get().findPastProxy(method);
		if (reason == null) {
			reason = this.container.get().findDefaultCaller(method);
		}
		if (reason != null) {
			throw ContainerCallCheck.fault(declaration, reason);
		}
	}

	private void refuse(Method method) {
		MergedAnnotation<DistributedLock> annotation = MergedAnnotations.from(method).get(DistributedLock.class);
		// Kotlin copies the annotation of a suspending function to a static method
		if (annotation.isPresent() && !method.isSynthetic()) {
			String kind = Modifier.isStatic(method.getModifiers()) ? "static" : "private";
			throw LockDeclaration.of(method, method, this.targetClass, annotation)
				.fault("it has a @DistributedLock, but is " + kind + ", so no proxy can intercept it.",
						"Make the method public and call it from other beans, or remove the annotation and use "
								+ "Redsync.withLock(...) in the method.",
						null);
		}
	}

	private boolean isCoveredByType(Method method) {
		if (this.onType.isEmpty() || !Modifier.isPublic(method.getModifiers())
				|| ReflectionUtils.isObjectMethod(method)) {
			return false;
		}
		String reason = this.container.get().findExempt(method);
		if (reason != null && this.container.get().mayDoWork(method)) {
			this.exempt.add(ContainerCallCheck.describe(method, reason));
		}
		return reason == null;
	}

}

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

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.spring.execution.RefusalPolicies;
import io.github.redsync.spring.execution.RefusalPolicy;
import io.github.redsync.spring.execution.ReturnType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the fallback of a method. Rejects a fallback that cannot be called, or that has a
 * lock of its own.
 */
final class FallbackFinder {

	private final LockDeclaration declaration;

	private final ReturnType returnType;

	private final LockAttribute name;

	private final List<ResolvableType> parameters;

	FallbackFinder(LockDeclaration declaration, ReturnType returnType) {
		String written = declaration.annotation().fallback();
		this.declaration = declaration;
		this.returnType = returnType;
		this.name = new LockAttribute(declaration, "fallback", written, written.trim());
		this.parameters = parameters(declaration.method());
	}

	RefusalPolicy find() {
		Class<?> type = this.declaration.targetClass();
		List<Method> named = Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> method.getName().equals(this.name.value()) && !method.isSynthetic())
			.filter((method) -> !method.equals(this.declaration.method()))
			.toList();
		List<Method> matching = named.stream().filter(this::acceptsArguments).toList();
		if (matching.size() != 1) {
			String problem = named.isEmpty() ? type.getName() + " has no other method of this name" : matching.isEmpty()
					? "the parameters do not match: " + listed(named) : "it is ambiguous: " + listed(matching);
			throw this.name.fault(problem, action(), null);
		}
		Method found = matching.get(0);
		check(found);
		boolean takesFailure = parameters(found).size() > this.parameters.size();
		Class<?> last = takesFailure ? parameters(found).get(this.parameters.size()).toClass() : null;
		return RefusalPolicies.fallback(found, last);
	}

	private boolean acceptsArguments(Method method) {
		List<ResolvableType> own = parameters(method);
		int more = own.size() - this.parameters.size();
		if (more != 0 && (more != 1 || !isFailure(own.get(own.size() - 1).toClass()))) {
			return false;
		}
		for (int i = 0; i < this.parameters.size(); i++) {
			if (!own.get(i).isAssignableFrom(this.parameters.get(i))
					&& !ClassUtils.isAssignable(own.get(i).toClass(), this.parameters.get(i).toClass())) {
				return false;
			}
		}
		return true;
	}

	private static boolean isFailure(Class<?> type) {
		return LockNotAcquiredException.class.isAssignableFrom(type)
				|| (Throwable.class.isAssignableFrom(type) && type.isAssignableFrom(LockNotAcquiredException.class));
	}

	private void check(Method found) {
		boolean suspending = KotlinDetector.isSuspendingFunction(this.declaration.method());
		if (KotlinDetector.isSuspendingFunction(found) != suspending) {
			throw this.name.fault("it must be a suspending function if and only if the method is one", action(), null);
		}
		if (!isReturned(found, suspending)) {
			throw this.name
				.fault("it returns " + ResolvableType.forMethodReturnType(found, this.declaration.targetClass())
						+ ", which the method cannot return", action(), null);
		}
		if (LockedTypeScanner.scan(this.declaration.targetClass()).find(found) != null) {
			throw this.name.fault("it has a @DistributedLock too, which would not apply",
					"Remove its @DistributedLock. If that is on the class, make the fallback non-public.", null);
		}
		try {
			ReflectionUtils.makeAccessible(found);
		}
		catch (InaccessibleObjectException ex) {
			throw this.name.fault("it cannot be called: " + ex.getMessage(), "Make it public.", ex);
		}
	}

	private boolean isReturned(Method found, boolean suspending) {
		if (this.returnType.type() == void.class || this.returnType.type() == Void.class) {
			return true;
		}
		Class<?> targetClass = this.declaration.targetClass();
		Class<?> given = new ReturnType(found, targetClass).type();
		if (!ClassUtils.isAssignable(this.returnType.type(), given)) {
			return false;
		}
		return suspending || given.isPrimitive() || this.returnType.type().isPrimitive()
				|| ResolvableType.forMethodReturnType(this.declaration.method(), targetClass)
					.isAssignableFrom(ResolvableType.forMethodReturnType(found, targetClass));
	}

	private List<ResolvableType> parameters(Method method) {
		List<ResolvableType> types = new ArrayList<>();
		int count = method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
		for (int i = 0; i < count; i++) {
			types.add(ResolvableType.forMethodParameter(method, i, this.declaration.targetClass()));
		}
		return types;
	}

	private String action() {
		boolean suspending = KotlinDetector.isSuspendingFunction(this.declaration.method());
		String signature = described(this.returnType.type(), this.name.value(), this.parameters,
				LockNotAcquiredException.class.getSimpleName());
		return "Declare one method '" + (suspending ? "suspend " : "") + signature
				+ "' in the class of the bean. The last parameter may be of a subtype, or omitted.";
	}

	private String listed(List<Method> methods) {
		return methods.stream()
			.map((method) -> described(method.getReturnType(), method.getName(), parameters(method), null))
			.sorted()
			.collect(Collectors.joining("', '", "'", "'"));
	}

	private static String described(Class<?> returned, String name, List<ResolvableType> parameters,
			@Nullable String last) {
		List<String> types = new ArrayList<>(
				parameters.stream().map((parameter) -> parameter.toClass().getSimpleName()).toList());
		if (last != null) {
			types.add(last);
		}
		return returned.getSimpleName() + " " + name + "(" + String.join(", ", types) + ")";
	}

}

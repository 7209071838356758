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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.springframework.core.MethodClassKey;
import org.springframework.util.ClassUtils;

/**
 * Registry of the locked methods of all classes. Each class is scanned once, and each
 * annotation is parsed once. Thread-safe.
 */
final class LockedMethodRegistry {

	private final Map<Class<?>, LockedType> types = new ConcurrentHashMap<>(256);

	private final Map<MethodClassKey, LockedMethod> methods = new ConcurrentHashMap<>();

	private final Function<LockDeclaration, LockedMethod> parser;

	LockedMethodRegistry(Function<LockDeclaration, LockedMethod> parser) {
		this.parser = parser;
	}

	/**
	 * Return the locked methods of a class, without parsing their annotations.
	 * @param targetClass the class of a bean, or its CGLIB subclass
	 * @return the locked methods
	 */
	LockedType type(Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		LockedType type = this.types.get(userClass);
		return (type != null) ? type : this.types.computeIfAbsent(userClass, LockedTypeScanner::scan);
	}

	/**
	 * Parse the annotations of a class.
	 * @param targetClass the class of a bean
	 * @throws LockDefinitionException if one of them is not valid
	 */
	void prepare(Class<?> targetClass) {
		type(targetClass).declarations().forEach(this::get);
	}

	/**
	 * Look up the beans that the annotations of a class need.
	 * @param targetClass the class of a bean
	 * @throws LockDefinitionException if a bean is missing or does not fit
	 */
	void connect(Class<?> targetClass) {
		type(targetClass).declarations().forEach((declaration) -> get(declaration).connect());
	}

	/**
	 * Return the locked method for a call.
	 * @param method the method as called, possibly of an interface
	 * @param targetClass the class of the object it is called on
	 * @return the method
	 */
	LockedMethod get(Method method, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		LockedMethod known = this.methods.get(key);
		if (known != null) {
			return known;
		}
		LockDeclaration declaration = type(targetClass).find(method);
		if (declaration == null) {
			// The method must not run without its lock
			throw new IllegalStateException("Cannot lock a call of '" + method.toGenericString()
					+ "': there is no @DistributedLock for it in " + targetClass);
		}
		LockedMethod found = get(declaration);
		this.methods.put(key, found);
		return found;
	}

	private LockedMethod get(LockDeclaration declaration) {
		MethodClassKey key = new MethodClassKey(declaration.method(), declaration.targetClass());
		return this.methods.computeIfAbsent(key, (absent) -> this.parser.apply(declaration));
	}

}

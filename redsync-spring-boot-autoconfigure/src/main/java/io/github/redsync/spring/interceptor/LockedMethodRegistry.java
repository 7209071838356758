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
 * Remembers what is locked in which class, so that each class is looked at once and each
 * annotation read once.
 */
final class LockedMethodRegistry {

	private final Map<Class<?>, LockedType> types = new ConcurrentHashMap<>(256);

	private final Map<MethodClassKey, LockedMethod> methods = new ConcurrentHashMap<>();

	private final Function<LockDeclaration, LockedMethod> parser;

	LockedMethodRegistry(Function<LockDeclaration, LockedMethod> parser) {
		this.parser = parser;
	}

	/**
	 * Find what is to be locked in a class, without reading what the annotations say.
	 * @param targetClass the class of a bean, or one that CGLIB made of it
	 * @return what is to be locked
	 */
	LockedType type(Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		LockedType type = this.types.get(userClass);
		return (type != null) ? type : this.types.computeIfAbsent(userClass, LockedTypeScanner::scan);
	}

	/**
	 * Read the annotations of a class.
	 * @param targetClass the class of a bean
	 * @throws LockDefinitionException if one of them is not valid
	 */
	void prepare(Class<?> targetClass) {
		type(targetClass).declarations().forEach(this::get);
	}

	/**
	 * Work out what the annotations of a class need of other beans.
	 * @param targetClass the class of a bean
	 * @throws LockDefinitionException if one of them cannot be made into a lock with
	 * these
	 */
	void connect(Class<?> targetClass) {
		type(targetClass).declarations().forEach((declaration) -> get(declaration).prepare());
	}

	/**
	 * Return how to call a method under its lock.
	 * @param method the method as called, perhaps one of an interface
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
			// Better no call at all than one without its lock
			throw new IllegalStateException("A call of '" + method.toGenericString() + "' is to be locked, but there "
					+ "is no @DistributedLock for it in " + targetClass);
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

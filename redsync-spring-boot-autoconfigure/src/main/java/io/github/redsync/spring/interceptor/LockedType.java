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
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * The locked methods of a class. Immutable.
 */
final class LockedType {

	private final Class<?> targetClass;

	private final Map<Method, LockDeclaration> declarations;

	private final Set<String> exempt;

	/**
	 * Create a type.
	 * @param targetClass the class of a bean
	 * @param declarations the locked methods
	 * @param exempt descriptions of the methods that a class-level lock does not apply to
	 */
	LockedType(Class<?> targetClass, Map<Method, LockDeclaration> declarations, Set<String> exempt) {
		this.targetClass = targetClass;
		this.declarations = declarations;
		this.exempt = exempt;
	}

	Class<?> targetClass() {
		return this.targetClass;
	}

	boolean isEmpty() {
		return this.declarations.isEmpty();
	}

	Collection<LockDeclaration> declarations() {
		return this.declarations.values();
	}

	/**
	 * Return descriptions of methods that may need the class-level lock but do not get
	 * it.
	 */
	Set<String> exempt() {
		return this.exempt;
	}

	/**
	 * Find the declaration that applies to a method.
	 * @param method the method as called, possibly of an interface
	 * @return the declaration, or {@code null} if the method is not locked
	 */
	@Nullable LockDeclaration find(Method method) {
		return isEmpty() ? null : this.declarations.get(AopUtils.getMostSpecificMethod(method, this.targetClass));
	}

	/**
	 * Find a method that a proxy does not lock as this class requires.
	 * @param proxied the locked methods of the class that the proxy was made of, or
	 * {@code null} if there is no proxy
	 * @return the first such method, or {@code null} if there is none
	 */
	@Nullable LockDeclaration findMissing(@Nullable LockedType proxied) {
		Map<Method, LockDeclaration> locked = new HashMap<>();
		if (proxied == this) {
			return null;
		}
		if (proxied != null) {
			proxied.declarations()
				.forEach((declaration) -> locked
					.put(AopUtils.getMostSpecificMethod(declaration.method(), this.targetClass), declaration));
		}
		return declarations().stream().filter((wanted) -> {
			LockDeclaration found = locked.get(wanted.method());
			return found == null || !found.annotation().equals(wanted.annotation());
		}).findFirst().orElse(null);
	}

}

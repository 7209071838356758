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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;

/**
 * The names under which the expressions of a lock refer to the arguments of a call.
 */
final class CallVariables {

	private final Map<String, Integer> indexes = new LinkedHashMap<>();

	private final boolean named;

	/**
	 * Create the variables of a method. If an interface and its implementation have
	 * different names for a parameter, both can be used. In a conflict, the annotated
	 * method wins.
	 * @param method the method that is called
	 * @param annotated the method that bears the annotation
	 */
	CallVariables(Method method, Method annotated) {
		boolean named = addNames(annotated);
		this.named = addNames(method) || named;
		for (int i = 0; i < method.getParameterCount(); i++) {
			this.indexes.putIfAbsent("p" + i, i);
			this.indexes.putIfAbsent("a" + i, i);
		}
	}

	private boolean addNames(Method method) {
		@Nullable String @Nullable [] names = DefaultParameterNameDiscoverer.getSharedInstance().getParameterNames(method);
		for (int i = 0; names != null && i < names.length; i++) {
			if (names[i] != null) {
				this.indexes.putIfAbsent(names[i], i);
			}
		}
		return names != null;
	}

	/**
	 * Return the index of the argument that a variable refers to.
	 * @param variable the name of the variable
	 * @return the index, or {@code null} if there is no such variable
	 */
	@Nullable Integer indexOf(String variable) {
		return this.indexes.get(variable);
	}

	/**
	 * Return whether the class file contains the parameter names.
	 * @return whether it does
	 */
	boolean isNamed() {
		return this.named;
	}

	@Override
	public String toString() {
		return this.indexes.keySet().stream().map((name) -> "#" + name).collect(Collectors.joining(", "));
	}

}

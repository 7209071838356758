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
import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Check for properties of arguments that do not exist. SpEL evaluates the class of the
 * value, so only a final declared type, such as a record, is known to have no further
 * properties.
 */
final class PropertyCheck {

	private final LockAttribute name;

	private final CallVariables variables;

	PropertyCheck(LockAttribute name, CallVariables variables) {
		this.name = name;
		this.variables = variables;
	}

	/**
	 * Check a path that starts with an argument, such as {@code #order.customer.id}.
	 * @param path the nodes of the path
	 */
	void check(SpelNode path) {
		if (!(path.getChild(0) instanceof VariableReference variable)) {
			return;
		}
		Integer index = this.variables.indexOf(variable.toStringAST().substring(1));
		Class<?> type = (index != null) ? this.name.declaration().method().getParameterTypes()[index] : null;
		for (int i = 1; i < path.getChildCount() && type != null; i++) {
			type = next(path.getChild(i), type);
		}
	}

	private @Nullable Class<?> next(SpelNode node, Class<?> type) {
		if (!Modifier.isFinal(type.getModifiers()) || type.isPrimitive() || type.isArray()
				|| Map.class.isAssignableFrom(type)) {
			return null;
		}
		if (node instanceof PropertyOrFieldReference property) {
			return property(property.getName(), type);
		}
		if (node instanceof MethodReference method && !has(type, method.getName())) {
			throw fault(type, "method", method.getName());
		}
		return null;
	}

	private @Nullable Class<?> property(String property, Class<?> type) {
		for (String prefix : new String[] { "get", "is", "" }) {
			for (Method method : type.getMethods()) {
				if (method.getParameterCount() == 0 && method.getName().equalsIgnoreCase(prefix + property)) {
					return method.getReturnType();
				}
			}
		}
		if (Arrays.stream(type.getFields()).noneMatch((field) -> field.getName().equals(property))) {
			throw fault(type, "property", property);
		}
		return null;
	}

	private static boolean has(Class<?> type, String method) {
		return Arrays.stream(type.getMethods()).anyMatch((candidate) -> candidate.getName().equals(method));
	}

	private LockDefinitionException fault(Class<?> type, String kind, String missing) {
		return this.name.fault(type.getSimpleName() + " has no " + kind + " '" + missing + "'",
				"Correct the name, or add a public " + kind + " to " + type.getName() + ".", null);
	}

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * One attribute of an annotation.
 *
 * @param declaration the annotation
 * @param name the name of the attribute
 * @param written the value as written
 * @param value the value with resolved placeholders
 */
record LockAttribute(LockDeclaration declaration, String name, String written, String value) {

	/**
	 * Resolve the placeholders of a value. Expressions are not evaluated.
	 * @param declaration the annotation
	 * @param name the name of the attribute
	 * @param written the value as written
	 * @param beanFactory the factory that resolves placeholders
	 * @return the attribute
	 */
	static LockAttribute resolve(LockDeclaration declaration, String name, String written,
			ConfigurableBeanFactory beanFactory) {
		LockAttribute unresolved = new LockAttribute(declaration, name, written, written);
		try {
			String value = beanFactory.resolveEmbeddedValue(written);
			if (value != null && (!value.contains("${") || written.contains("\\${"))) {
				return new LockAttribute(declaration, name, written, value);
			}
			// A lenient resolver does not replace an unknown placeholder
			throw unresolved.placeholderFault(null);
		}
		catch (IllegalArgumentException ex) {
			throw unresolved.placeholderFault(ex);
		}
	}

	boolean isGiven() {
		return StringUtils.hasLength(this.value);
	}

	LockDefinitionException fault(String problem, String action, @Nullable Throwable cause) {
		String value = "'" + this.written + "'";
		if (!this.written.equals(this.value)) {
			value += ", resolved to '" + this.value + "'";
		}
		return this.declaration.fault(
				"the attribute '%s' of its @DistributedLock is %s: %s.".formatted(this.name, value, problem), action,
				cause);
	}

	private LockDefinitionException placeholderFault(@Nullable Throwable cause) {
		String detail = (cause != null) ? " (" + cause.getMessage() + ")" : "";
		return fault("a placeholder in it cannot be resolved" + detail,
				"Define the property, or add a default to the placeholder, as in '${some.property:default}'.", cause);
	}

}

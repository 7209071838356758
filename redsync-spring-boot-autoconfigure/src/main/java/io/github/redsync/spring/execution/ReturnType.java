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

package io.github.redsync.spring.execution;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * The return type of a method, as its caller sees it.
 */
public final class ReturnType {

	private final Method method;

	private final boolean suspending;

	private final Class<?> type;

	/**
	 * Create a return type.
	 * @param method the method
	 * @param targetClass the class it is called on
	 */
	public ReturnType(Method method, Class<?> targetClass) {
		this.method = method;
		this.suspending = KotlinDetector.isSuspendingFunction(method);
		this.type = this.suspending ? new MethodParameter(method, -1).getParameterType()
				: GenericTypeResolver.resolveReturnType(method, targetClass);
	}

	/**
	 * Return the type; for a suspending function, the type of its result.
	 * @return the type
	 */
	public Class<?> type() {
		return this.type;
	}

	boolean isVoid() {
		return this.type == void.class || this.type == Void.class || this.type.getName().equals("kotlin.Unit");
	}

	/**
	 * Return whether a value can be returned. {@code null} is accepted unless the type is
	 * primitive: an asynchronous result then completes without a value.
	 */
	boolean accepts(@Nullable Object value) {
		return isVoid() || (value == null && this.suspending) || ClassUtils.isAssignableValue(this.type, value);
	}

	/**
	 * Return the value that stands for no result.
	 * @return an empty optional of some kind, or {@code null}
	 */
	@Nullable Object emptyValue() {
		if (this.type == Optional.class) {
			return Optional.empty();
		}
		if (this.type == OptionalInt.class) {
			return OptionalInt.empty();
		}
		if (this.type == OptionalLong.class) {
			return OptionalLong.empty();
		}
		return (this.type == OptionalDouble.class) ? OptionalDouble.empty() : null;
	}

	/**
	 * Return whether a caller can handle a call without a result.
	 * @return {@code false} for a primitive type, and for a Kotlin type that is not
	 * nullable
	 */
	public boolean allowsEmptyValue() {
		if (isVoid() || emptyValue() != null) {
			return true;
		}
		if (this.type.isPrimitive()) {
			return false;
		}
		boolean asynchronous = CompletionStage.class.isAssignableFrom(this.type)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(this.type) != null;
		return asynchronous || !KotlinDetector.isKotlinType(this.method.getDeclaringClass())
				|| Nullness.forMethodReturnType(this.method) != Nullness.NON_NULL;
	}

}

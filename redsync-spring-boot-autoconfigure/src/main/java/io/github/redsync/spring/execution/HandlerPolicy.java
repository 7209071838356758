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
import java.util.Arrays;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.spring.LockFailureHandler;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;

/**
 * Ends a refused call in the result of the application's {@link LockFailureHandler}, if
 * the method can return it.
 */
final class HandlerPolicy implements RefusalPolicy {

	private final LockFailureHandler handler;

	private final Method method;

	private final ReturnType returnType;

	private final int parameters;

	HandlerPolicy(LockFailureHandler handler, Method method, ReturnType returnType) {
		this.handler = handler;
		this.method = method;
		this.returnType = returnType;
		this.parameters = method.getParameterCount() - (KotlinDetector.isSuspendingFunction(method) ? 1 : 0);
	}

	@Override
	public @Nullable Object handle(MethodInvocation invocation, LockNotAcquiredException refusal) throws Throwable {
		Object result = this.handler.handle(refusal, this.method,
				Arrays.copyOf(invocation.getArguments(), this.parameters));
		if (!this.returnType.accepts(result)) {
			throw new IllegalStateException(
					"The LockFailureHandler " + this.handler.getClass().getName() + " returned "
							+ ((result != null) ? "an object of " + result.getClass() : "null") + " for the method '"
							+ this.method.toGenericString() + "', whose return type is "
							+ this.returnType.type().getName() + ": return a value of this type, or throw an exception",
					refusal);
		}
		return result;
	}

}

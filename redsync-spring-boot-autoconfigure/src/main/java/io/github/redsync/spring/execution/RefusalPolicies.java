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

import io.github.redsync.spring.LockFailureHandler;
import org.jspecify.annotations.Nullable;

/**
 * Factory methods for the policies of calls whose lock was not acquired, other than
 * {@link RefusalPolicy#THROW}.
 */
public final class RefusalPolicies {

	private RefusalPolicies() {
	}

	/**
	 * Return an empty result if the lock is taken.
	 * @param returnType the return type of the method
	 * @return the policy
	 */
	public static RefusalPolicy skip(ReturnType returnType) {
		return new SkipPolicy(returnType.emptyValue());
	}

	/**
	 * Call another method of the object with the same arguments.
	 * @param method the other method
	 * @param failureType the type of its last parameter, which gets the exception; or
	 * {@code null} if it has no such parameter
	 * @return the policy
	 */
	public static RefusalPolicy fallback(Method method, @Nullable Class<?> failureType) {
		return new FallbackPolicy(method, failureType);
	}

	/**
	 * Call a handler.
	 * @param handler the handler
	 * @param method the locked method
	 * @param returnType the return type of the method
	 * @return the policy
	 */
	public static RefusalPolicy handler(LockFailureHandler handler, Method method, ReturnType returnType) {
		return new HandlerPolicy(handler, method, returnType);
	}

}

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
 * The ways in which a call can end whose lock was not acquired, besides in the exception
 * that tells why.
 *
 * @since 0.1.0
 */
public final class RefusalPolicies {

	private RefusalPolicies() {
	}

	/**
	 * End in nothing if another holds the lock.
	 * @param returnType what the method returns
	 * @return the policy
	 */
	public static RefusalPolicy skip(ReturnType returnType) {
		return new SkipPolicy(returnType.emptyValue());
	}

	/**
	 * End in what another method of the object gives, called with the same arguments.
	 * @param method the other method
	 * @param failureType of what type its last parameter is, which gets the exception; or
	 * {@code null} if it has no such parameter
	 * @return the policy
	 */
	public static RefusalPolicy fallback(Method method, @Nullable Class<?> failureType) {
		return new FallbackPolicy(method, failureType);
	}

	/**
	 * End in what a handler gives.
	 * @param handler the handler
	 * @param method the method that is to be locked
	 * @param returnType what it returns
	 * @return the policy
	 */
	public static RefusalPolicy handler(LockFailureHandler handler, Method method, ReturnType returnType) {
		return new HandlerPolicy(handler, method, returnType);
	}

}

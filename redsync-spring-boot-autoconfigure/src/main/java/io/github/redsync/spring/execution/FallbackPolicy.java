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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.redsync.LockNotAcquiredException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;

/**
 * Ends a refused call in the result of another method of the same object.
 */
final class FallbackPolicy implements RefusalPolicy {

	private final Method method;

	private final @Nullable Class<?> failureType;

	private final boolean suspending;

	FallbackPolicy(Method method, @Nullable Class<?> failureType) {
		this.method = method;
		this.failureType = failureType;
		this.suspending = KotlinDetector.isSuspendingFunction(method);
	}

	@Override
	@SuppressWarnings("NullAway") // Spring does not declare nullable arguments
	public @Nullable Object handle(MethodInvocation invocation, LockNotAcquiredException refusal) throws Throwable {
		if (this.failureType != null && !this.failureType.isInstance(refusal)) {
			throw refusal;
		}
		try {
			return AopUtils.invokeJoinpointUsingReflection(invocation.getThis(), this.method,
					arguments(invocation.getArguments(), refusal));
		}
		catch (Throwable ex) {
			if (ex != refusal) {
				ex.addSuppressed(refusal);
			}
			throw ex;
		}
	}

	private @Nullable Object[] arguments(@Nullable Object[] arguments, LockNotAcquiredException refusal) {
		if (this.failureType == null) {
			return arguments;
		}
		List<@Nullable Object> more = new ArrayList<>(Arrays.asList(arguments));
		// The continuation of a suspending function stays last
		more.add(this.suspending ? arguments.length - 1 : arguments.length, refusal);
		return more.toArray();
	}

}

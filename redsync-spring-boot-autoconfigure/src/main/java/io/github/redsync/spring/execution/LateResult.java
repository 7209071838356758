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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ReflectionUtils;

/**
 * Check for a future or publisher that is not visible in the declared return type. The
 * lock of such a method would be released while the work continues.
 */
final class LateResult {

	private LateResult() {
	}

	/**
	 * Keep the lease until a stage completes. Reject an incomplete future or publisher of
	 * another kind, because its end cannot be observed here. A rejected future is
	 * cancelled.
	 * @param result the result of the method
	 * @param invocation the call of the method
	 * @param lease the lease of its lock
	 * @throws IllegalStateException if the lease cannot be kept until the result is
	 * complete
	 */
	static void holdUntilComplete(@Nullable Object result, MethodInvocation invocation, SharedLease lease) {
		Object content = content(result);
		if (content == null || !isLate(content)) {
			return;
		}
		if (content instanceof CompletionStage<?> stage) {
			if (lease.join()) {
				stage.whenComplete((value, failure) -> lease.leaveAsync());
			}
			return;
		}
		if (content instanceof Future<?> future) {
			future.cancel(true);
		}
		throw new IllegalStateException("The method '" + invocation.getMethod().toGenericString()
				+ "' returned an incomplete " + content.getClass().getName()
				+ ", which its declared return type does not show, so its lock "
				+ "would be released while the work continues: declare the type of the future or publisher, or return "
				+ "the result itself");
	}

	private static @Nullable Object content(@Nullable Object result) {
		if (result instanceof Optional<?> optional) {
			return content(optional.orElse(null));
		}
		for (Class<?> type = (result != null) ? result.getClass() : null; type != null; type = type.getSuperclass()) {
			Method body = type.getName().equals("org.springframework.http.HttpEntity")
					? ReflectionUtils.findMethod(type, "getBody") : null;
			if (body != null) {
				return content(ReflectionUtils.invokeMethod(body, result));
			}
		}
		return result;
	}

	private static boolean isLate(Object content) {
		if (content instanceof Future<?> future) {
			return !future.isDone();
		}
		return content instanceof CompletionStage || content instanceof Flow.Publisher
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(content.getClass()) != null;
	}

	/**
	 * Return the failure of a method that returned {@code null} in place of a future or
	 * publisher.
	 * @param method the method
	 * @return the failure
	 */
	static IllegalStateException nullFailure(Method method) {
		return new IllegalStateException("The method '" + method.toGenericString() + "' returned null in place of a "
				+ method.getReturnType().getSimpleName()
				+ ", so its lock was released: return a completed or empty one");
	}

}

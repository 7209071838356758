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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Finds the execution that suits a method.
 *
 * @since 0.1.0
 */
public final class LockExecutions {

	private LockExecutions() {
	}

	/**
	 * Find the execution that suits what a method returns.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @return the execution
	 * @throws UnsupportedReturnTypeException if there is none
	 */
	public static LockExecution of(Method method, Class<?> targetClass) {
		Class<?> returnType = GenericTypeResolver.resolveReturnType(method, targetClass);
		if (KotlinDetector.isSuspendingFunction(method)) {
			throw unsupported("it is a suspending function");
		}
		if (CompletionStage.class.isAssignableFrom(returnType) || Future.class.isAssignableFrom(returnType)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType) != null) {
			throw unsupported("it returns " + returnType.getName());
		}
		return new BlockingLockExecution();
	}

	private static UnsupportedReturnTypeException unsupported(String reason) {
		return new UnsupportedReturnTypeException(
				reason + ", and @DistributedLock on an asynchronous or reactive method is not supported yet: "
						+ "the lock would be released before the result is there.",
				"Return the result itself, or use Redsync.newMutex(...).lockAsync() and release the lease when the "
						+ "result is there.");
	}

}

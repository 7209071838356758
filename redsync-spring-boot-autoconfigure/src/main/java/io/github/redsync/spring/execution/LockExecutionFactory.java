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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

import io.github.redsync.spring.OnLost;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;

/**
 * Creates the {@link LockExecution} that suits the return type of a method.
 */
public final class LockExecutionFactory {

	private final Executor executor;

	/**
	 * Create a factory.
	 * @param executor the executor that calls methods that return a future, once their
	 * lock is acquired; must not make a task wait for another
	 */
	public LockExecutionFactory(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Create the execution for a method.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @param onLost the action to take when the lock is lost
	 * @return the execution
	 * @throws UnsupportedReturnTypeException if the return type is not supported
	 */
	public LockExecution create(Method method, Class<?> targetClass, OnLost onLost) {
		LossPolicy losses = new LossPolicy(onLost);
		if (KotlinDetector.isSuspendingFunction(method)) {
			return ReactiveReturnTypes.suspending(method, losses);
		}
		Class<?> type = GenericTypeResolver.resolveReturnType(method, targetClass);
		if (type == CompletableFuture.class || type == CompletionStage.class) {
			return new FutureLockExecution(losses, this.executor);
		}
		if (CompletionStage.class.isAssignableFrom(type)) {
			throw new UnsupportedReturnTypeException("it returns " + type.getName()
					+ ", a type that the library cannot create, so the caller's future would complete before "
					+ "the release of the lock.", "Return a CompletableFuture or a CompletionStage.");
		}
		if (Future.class.isAssignableFrom(type)) {
			throw new UnsupportedReturnTypeException(
					"it returns " + type.getName()
							+ ", whose completion cannot be observed, so the lock would be released too early.",
					"Return a CompletableFuture, or the result itself.");
		}
		LockExecution reactive = ReactiveReturnTypes.find(type, losses);
		return (reactive != null) ? reactive : new BlockingLockExecution(losses);
	}

}

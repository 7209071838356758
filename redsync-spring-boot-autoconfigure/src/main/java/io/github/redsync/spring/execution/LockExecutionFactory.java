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
 * Finds the execution that suits a method.
 *
 * @since 0.1.0
 */
public final class LockExecutionFactory {

	private final Executor executor;

	/**
	 * Create executions.
	 * @param executor calls methods that return a future, once their lock is there; to be
	 * one that never makes a task wait for another
	 */
	public LockExecutionFactory(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Find the execution that suits what a method returns.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @param onLost what the loss of the lock means
	 * @return the execution
	 * @throws UnsupportedReturnTypeException if there is none
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
			throw new UnsupportedReturnTypeException(
					"it returns " + type.getName()
							+ ", of which no other can be made that completes after the release of the lock.",
					"Return a CompletableFuture or a CompletionStage.");
		}
		if (Future.class.isAssignableFrom(type)) {
			throw new UnsupportedReturnTypeException("it returns " + type.getName()
					+ ", which does not tell when it is completed, so that the lock " + "would be released too early.",
					"Return a CompletableFuture, or the result itself.");
		}
		LockExecution reactive = ReactiveReturnTypes.find(type, losses);
		return (reactive != null) ? reactive : new BlockingLockExecution(losses);
	}

}

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

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Strategy for calling a method under its lock, by the kind of its result. Thread-safe.
 */
public interface LockExecution {

	/**
	 * Call a method under a lock.
	 * @param invocation the call, which proceeds at most once, and only while the lock is
	 * held
	 * @param request the lock
	 * @param refusals the policy for a lock that is not acquired
	 * @return the result of the method; for an asynchronous method, a result that
	 * completes as that of the method
	 * @throws Throwable the exception of the method or of the policy, or the loss of the
	 * lock
	 */
	@Nullable Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals) throws Throwable;

}

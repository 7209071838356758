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
 * How a method is called under its lock, which depends on when its result is there. Safe
 * for use by many threads.
 *
 * @since 0.1.0
 */
public interface LockExecution {

	/**
	 * Call a method under a lock.
	 * @param invocation the call, which proceeds once at most, and only while the lock is
	 * held
	 * @param request the lock
	 * @param refusals decides what comes of the call if the lock is not acquired
	 * @return what the method returns; or, for an asynchronous one, a result that
	 * completes as the one of the method does
	 * @throws Throwable what the method throws, or what the policy throws, or why the
	 * lock was not held to the end
	 */
	@Nullable Object execute(MethodInvocation invocation, LockRequest request, RefusalPolicy refusals) throws Throwable;

}

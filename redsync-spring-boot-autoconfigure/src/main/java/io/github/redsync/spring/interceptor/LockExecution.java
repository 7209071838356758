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

package io.github.redsync.spring.interceptor;

import io.github.redsync.Mutex;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * How to hold a lock during a call: depends on when the result of the method is there.
 */
interface LockExecution {

	/**
	 * Call a method under a lock.
	 * @param invocation the call
	 * @param mutex the lock
	 * @return what the method returns
	 * @throws Throwable what the method throws, or why the lock was not acquired or not
	 * held to the end
	 */
	@Nullable Object execute(MethodInvocation invocation, Mutex mutex) throws Throwable;

}

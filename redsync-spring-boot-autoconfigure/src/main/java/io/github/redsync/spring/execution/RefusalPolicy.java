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

import io.github.redsync.LockNotAcquiredException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Policy for a call whose lock was not acquired. The method itself is not called. Not
 * used if the acquisition was interrupted or cancelled. Thread-safe.
 */
@FunctionalInterface
public interface RefusalPolicy {

	/** Throw the exception of the acquisition. */
	RefusalPolicy THROW = (invocation, refusal) -> {
		throw refusal;
	};

	/**
	 * Return the result of a call whose lock was not acquired. For an asynchronous
	 * method, this is called when the acquisition has failed, on a thread that it may
	 * block (for a publisher: must not block), and the caller gets the value that the
	 * result completes with.
	 * @param invocation the call, which must not proceed
	 * @param refusal the reason
	 * @return the result, of the return type of the method; {@code null} from an
	 * asynchronous method stands for completion without a value
	 * @throws Throwable the exception for the caller
	 */
	@Nullable Object handle(MethodInvocation invocation, LockNotAcquiredException refusal) throws Throwable;

}

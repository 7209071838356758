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

package io.github.redsync.spring;

import java.lang.reflect.Method;

import io.github.redsync.LockNotAcquiredException;
import org.jspecify.annotations.Nullable;

/**
 * Decides for the whole application what becomes of calls whose lock was not acquired. A
 * bean of this type is asked for every method with a {@link DistributedLock} that has
 * neither a {@linkplain DistributedLock#fallback() fallback} nor {@link OnBusy#SKIP}; of
 * several beans, one must be {@code @Primary}. The method itself does not run, whatever
 * the handler does. <pre class="code">
 * &#064;Bean
 * LockFailureHandler lockFailureHandler() {
 *     return (failure, method, arguments) -&gt; {
 *         throw new ResponseStatusException(HttpStatus.CONFLICT, null, failure);
 *     };
 * }</pre>
 * <p>
 * To be safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LockFailureHandler {

	/**
	 * Give the result of a call whose lock was not acquired, or throw. Not asked if the
	 * caller gave up: if its thread was interrupted or its future cancelled. Must not
	 * block if the method returns a publisher.
	 * @param failure why: a {@link io.github.redsync.LockTakenException} if another holds
	 * the lock, a {@link io.github.redsync.QuorumUnavailableException} if too few nodes
	 * answered
	 * @param method the method that was called
	 * @param arguments the arguments of the call
	 * @return the result, of the type that the method returns; {@code null} from an
	 * asynchronous method for completion without a value
	 * @throws Throwable what the caller gets, such as the failure itself
	 */
	@Nullable Object handle(LockNotAcquiredException failure, Method method, @Nullable Object[] arguments) throws Throwable;

}

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
 * Application-wide handler for calls whose lock was not acquired.
 * <p>
 * A bean of this type is called for every {@link DistributedLock} method that has neither
 * a {@linkplain DistributedLock#fallback() fallback} nor {@link OnBusy#SKIP}. If there
 * are several such beans, one must be {@code @Primary}. The locked method itself never
 * runs. <pre class="code">
 * &#064;Bean
 * LockFailureHandler lockFailureHandler() {
 *     return (failure, method, arguments) -&gt; {
 *         throw new ResponseStatusException(HttpStatus.CONFLICT, null, failure);
 *     };
 * }</pre>
 * <p>
 * Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LockFailureHandler {

	/**
	 * Return the result of a call whose lock was not acquired, or throw. Not called if
	 * the thread was interrupted or the future cancelled. Must not block if the method
	 * returns a publisher.
	 * @param failure a {@link io.github.redsync.LockTakenException} if the lock is taken,
	 * a {@link io.github.redsync.QuorumUnavailableException} if too few nodes replied
	 * @param method the locked method
	 * @param arguments the arguments of the call
	 * @return the result, of the return type of the method; {@code null} from an
	 * asynchronous method for completion without a value
	 * @throws Throwable the exception for the caller, which may be the failure itself
	 */
	@Nullable Object handle(LockNotAcquiredException failure, Method method, @Nullable Object[] arguments) throws Throwable;

}

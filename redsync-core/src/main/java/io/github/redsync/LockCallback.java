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

package io.github.redsync;

import org.jspecify.annotations.Nullable;

/**
 * Work that runs while a lock is held and uses its lease.
 *
 * @param <T> the type of the result
 * @param <E> the type of the checked exceptions, inferred as {@link RuntimeException} if
 * there are none
 * @see LockOperations#withLock(String, java.util.function.Consumer, LockCallback)
 */
@FunctionalInterface
public interface LockCallback<T extends @Nullable Object, E extends Exception> {

	/**
	 * Do the work.
	 * @param lease the lease of the lock, for example for {@link Lease#ensureHeld()} or
	 * {@link Lease#fencingToken()}; the caller releases it
	 * @return the result
	 * @throws E if the work fails
	 */
	T call(Lease lease) throws E;

}

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
 * A supplier that may throw checked exceptions, for work that runs while a lock is held.
 *
 * @param <T> the type of the result
 * @param <E> the type of the checked exceptions, inferred as {@link RuntimeException} if
 * there are none
 * @see LockOperations#withLock(String, CheckedSupplier)
 */
@FunctionalInterface
public interface CheckedSupplier<T extends @Nullable Object, E extends Exception> {

	/**
	 * Return the result.
	 * @return the result
	 * @throws E if the work fails
	 */
	T get() throws E;

}

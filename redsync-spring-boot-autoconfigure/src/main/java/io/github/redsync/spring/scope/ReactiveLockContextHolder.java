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

package io.github.redsync.spring.scope;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Accessor of the locks that a reactive chain holds, which are kept in its Reactor
 * context.
 */
public final class ReactiveLockContextHolder {

	private static final Object KEY = LockScope.class;

	private ReactiveLockContextHolder() {
	}

	/**
	 * Return the innermost lock of a chain.
	 * @param context the context of the chain
	 * @return the lock, or {@code null} if there is none
	 */
	public static @Nullable LockScope find(ContextView context) {
		return context.hasKey(KEY) ? context.get(KEY) : null;
	}

	/**
	 * Make a lock the innermost one of a chain.
	 * @param context the context of the chain
	 * @param lock the lock
	 * @return the context with the lock
	 */
	public static Context with(Context context, LockScope lock) {
		return context.put(KEY, lock);
	}

}

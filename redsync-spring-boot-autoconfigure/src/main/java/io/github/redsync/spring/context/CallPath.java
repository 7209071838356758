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

package io.github.redsync.spring.context;

import org.jspecify.annotations.Nullable;

/**
 * The locks that the call path of the current thread holds. Other threads, those that
 * this one starts included, do not inherit them.
 *
 * @since 0.1.0
 */
public final class CallPath {

	private static final ThreadLocal<@Nullable HeldLock> INNERMOST = new ThreadLocal<>();

	private CallPath() {
	}

	/**
	 * Return the innermost lock of the current thread.
	 * @return the lock, or {@code null} if there is none
	 */
	public static @Nullable HeldLock current() {
		return INNERMOST.get();
	}

	/**
	 * Make a lock the innermost one of the current thread.
	 * @param lock the lock
	 * @return what restores the one before; to be closed by the same thread
	 */
	public static Scope enter(HeldLock lock) {
		Scope scope = new Scope(INNERMOST.get());
		INNERMOST.set(lock);
		return scope;
	}

	/**
	 * The time during which a lock is the innermost one.
	 */
	public static final class Scope implements AutoCloseable {

		private final @Nullable HeldLock before;

		private Scope(@Nullable HeldLock before) {
			this.before = before;
		}

		@Override
		public void close() {
			if (this.before != null) {
				INNERMOST.set(this.before);
			}
			else {
				INNERMOST.remove();
			}
		}

	}

}

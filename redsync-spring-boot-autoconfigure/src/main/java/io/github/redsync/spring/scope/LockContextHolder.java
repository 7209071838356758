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

/**
 * Holder of the locks of the current thread's call path. Other threads do not inherit
 * them, including those that this thread starts.
 */
public final class LockContextHolder {

	private static final int MAX_NESTED_CALLS = 32;

	private static final ThreadLocal<@Nullable Scope> INNERMOST = new ThreadLocal<>();

	private LockContextHolder() {
	}

	/**
	 * Return the innermost lock of the current thread.
	 * @return the lock, or {@code null} if there is none
	 */
	public static @Nullable LockScope current() {
		Scope scope = INNERMOST.get();
		return (scope != null) ? scope.lock : null;
	}

	/**
	 * Throw if the current thread works without a lock that it needs. The locks of calls
	 * on this thread must be held; a cancelled chain may have released one while its
	 * method still runs. The locks of outer calls on other threads must not be lost.
	 * @throws io.github.redsync.LeaseLostException if a lock was lost
	 * @throws io.github.redsync.LeaseNotHeldException if a lock was released
	 */
	public static void ensureHeld() {
		for (Scope scope = INNERMOST.get(); scope != null; scope = scope.before) {
			if (scope.lock.lossEndsCall()) {
				scope.lock.shared().ensureHeld();
			}
			scope.lock.ensureNotLost();
		}
	}

	/**
	 * Return whether an asynchronous call should continue on another thread because too
	 * many calls are nested on this one. Calls that start one another and join the lock
	 * of the previous one would otherwise overflow the stack.
	 * @return whether the limit of 32 calls is reached
	 */
	public static boolean isDeep() {
		Scope scope = INNERMOST.get();
		return scope != null && scope.depth >= MAX_NESTED_CALLS;
	}

	/**
	 * Make a lock the innermost one of the current thread.
	 * @param lock the lock
	 * @return a scope that restores the previous lock; must be closed by the same thread
	 */
	public static Scope enter(LockScope lock) {
		Scope scope = new Scope(lock, INNERMOST.get());
		INNERMOST.set(scope);
		return scope;
	}

	/**
	 * The part of a call for which a lock is the innermost one.
	 */
	public static final class Scope implements AutoCloseable {

		private final LockScope lock;

		private final @Nullable Scope before;

		private final int depth;

		private Scope(LockScope lock, @Nullable Scope before) {
			this.lock = lock;
			this.before = before;
			this.depth = (before != null) ? before.depth + 1 : 1;
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

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

package io.github.redsync.quorum;

/**
 * Calls back after a time. Safe for use by many threads.
 */
public interface Timers {

	/**
	 * Call the task once, when the delay is over. It may be called on any thread; it does
	 * not block.
	 * @param delayNanos the delay in nanoseconds, kept with a precision of about a
	 * millisecond; zero or less for at once, but never before this method has returned
	 * @param task the task
	 * @return what cancels it
	 */
	Timeout schedule(long delayNanos, Runnable task);

	/**
	 * A task that is going to be called.
	 */
	@FunctionalInterface
	interface Timeout {

		/**
		 * Forget the task. Without effect if it was called or is being called.
		 */
		void cancel();

	}

}

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

package io.github.redsync.time;

/**
 * A scheduler of delayed tasks. Implementations must be thread-safe.
 *
 * @see TimerWheel
 */
public interface Timers {

	/**
	 * Schedule a task to be run once after a delay. The task runs on any thread and does
	 * not block. It never runs before this method has returned.
	 * @param delayNanos the delay in nanoseconds, with a precision of about one
	 * millisecond; zero or less to run the task as soon as possible
	 * @param task the task
	 * @return a handle that cancels the task
	 */
	Timeout schedule(long delayNanos, Runnable task);

	/**
	 * A scheduled task. Thread-safe.
	 */
	@FunctionalInterface
	interface Timeout {

		/**
		 * Cancel the task. Has no effect if it is running or has already run.
		 */
		void cancel();

	}

}

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
 * The clocks that the algorithm reads. Safe for use by many threads.
 */
public interface TimeSource {

	/**
	 * Read the monotonic clock: it never goes back, and its rate differs from that of the
	 * servers by less than the drift factor. It may stand still while the machine is
	 * suspended.
	 * @return nanoseconds since some moment
	 * @see System#nanoTime()
	 */
	long nanoTime();

	/**
	 * Read the wall clock, which goes on while the machine is suspended. It may step; a
	 * step can shorten the time for which a lock is trusted, never lengthen it.
	 * @return milliseconds since the epoch
	 * @see System#currentTimeMillis()
	 */
	long currentTimeMillis();

}

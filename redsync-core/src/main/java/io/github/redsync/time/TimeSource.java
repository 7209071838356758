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
 * The clocks that the algorithm reads. Implementations must be thread-safe.
 */
public interface TimeSource {

	/**
	 * Return the clocks of this machine.
	 * @return a time source that reads {@link System#nanoTime()} and
	 * {@link System#currentTimeMillis()}
	 */
	static TimeSource system() {
		return new TimeSource() {

			@Override
			public long nanoTime() {
				return System.nanoTime();
			}

			@Override
			public long currentTimeMillis() {
				return System.currentTimeMillis();
			}

		};
	}

	/**
	 * Read the monotonic clock. It never goes backwards, and its rate differs from that
	 * of the servers' clocks by less than the drift factor of a lock. It may stop while
	 * the machine is suspended.
	 * @return the nanoseconds since an arbitrary origin
	 * @see System#nanoTime()
	 */
	long nanoTime();

	/**
	 * Read the wall clock, which continues while the machine is suspended. It may be
	 * stepped. A step can shorten the validity of a lease, but never extends it.
	 * @return the milliseconds since the epoch
	 * @see System#currentTimeMillis()
	 */
	long currentTimeMillis();

}

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

package io.github.redsync.benchmarks.contender;

/**
 * A client of one of the compared libraries, used as documented. Thread-safe.
 */
public interface LockClient extends AutoCloseable {

	/** Time to live of all locks, the same for all contenders. */
	long EXPIRY_MILLIS = 8_000;

	/** Maximum wait for a lock, the same for all contenders. */
	long WAIT_MILLIS = 60_000;

	/**
	 * Acquire a lock.
	 * @param name the name of the lock
	 * @return the lock, to be released by the calling thread
	 * @throws Exception if the library throws it
	 */
	Held lock(String name) throws Exception;

	@Override
	void close();

	/**
	 * A held lock.
	 */
	@FunctionalInterface
	interface Held {

		/**
		 * Release the lock, and wait for the result.
		 * @throws Exception if the library throws it
		 */
		void release() throws Exception;

	}

}

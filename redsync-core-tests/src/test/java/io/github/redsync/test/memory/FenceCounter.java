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

package io.github.redsync.test.memory;

import io.github.redsync.node.AcquireRequest;
import org.jspecify.annotations.Nullable;

/**
 * The fencing counter of a lock on a server.
 *
 * @param number the value of the counter
 * @param vouching whether it was raised to a token in the present incarnation
 */
public record FenceCounter(long number, boolean vouching) {

	/**
	 * Return the counter of a lock, or null if the server has none.
	 */
	public static @Nullable FenceCounter of(MemoryServer server, String lock) {
		String stored = server.get(lock + AcquireRequest.FENCE_SUFFIX);
		if (stored == null) {
			return null;
		}
		int end = stored.indexOf(' ');
		return new FenceCounter(Long.parseLong(stored.substring(0, end)),
				stored.substring(end + 1).equals(server.process().incarnationId()));
	}

}

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

package io.github.redsync.lettuce;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The delay before the next attempt to reconnect. Doubles from 50 ms to 1 s, with up to
 * 50 ms of jitter. Thread-safe.
 */
final class ReconnectDelay {

	static final long MIN_MILLIS = 50;

	static final long MAX_MILLIS = 1_000;

	private long baseMillis = MIN_MILLIS;

	synchronized long nextMillis() {
		long delay = this.baseMillis + ThreadLocalRandom.current().nextLong(MIN_MILLIS);
		this.baseMillis = Math.min(this.baseMillis * 2, MAX_MILLIS);
		return delay;
	}

	/**
	 * Reset the delay after a connection that has lasted for at least 1 s.
	 * @return whether it was reset, so that the next attempt needs no delay
	 */
	synchronized boolean resetIfStable(long ageNanos) {
		boolean stable = ageNanos >= TimeUnit.MILLISECONDS.toNanos(MAX_MILLIS);
		if (stable) {
			this.baseMillis = MIN_MILLIS;
		}
		return stable;
	}

}

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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The values of acquisitions, and of extensions that restore keys, that have failed
 * without a reply. Such a command may still be on its way, and reach the server after the
 * release that was sent on the next connection. Keeps at most 10,000 values, for 15 s
 * each. Thread-safe.
 */
final class LateAcquisitions {

	private static final long RETENTION_NANOS = TimeUnit.SECONDS.toNanos(15);

	private static final int MAX_VALUES = 10_000;

	private final Map<String, Long> values = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_VALUES || System.nanoTime() - eldest.getValue() > RETENTION_NANOS;
		}

	};

	private volatile boolean empty = true;

	synchronized void add(String value) {
		this.values.put(value, System.nanoTime());
		this.empty = false;
	}

	/**
	 * Return whether a command with the value may still reach the server.
	 */
	boolean mayArrive(String value) {
		// Avoids the monitor, since each release calls this and the map is nearly always
		// empty
		return !this.empty && contains(value);
	}

	private synchronized boolean contains(String value) {
		long now = System.nanoTime();
		this.values.values().removeIf((addedNanos) -> now - addedNanos > RETENTION_NANOS);
		this.empty = this.values.isEmpty();
		return this.values.containsKey(value);
	}

}

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
 * Lock values that a request may still set a key to although its connection has ended:
 * the request may be on its way, and reach the server behind the release that followed on
 * the next connection. Bounded. Thread-safe.
 */
final class LateAcquisitions {

	private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(15);

	private static final int MAX_VALUES = 10_000;

	private final Map<String, Long> values = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_VALUES || System.nanoTime() - eldest.getValue() > KEPT_NANOS;
		}

	};

	private volatile boolean empty = true;

	synchronized void add(String value) {
		this.values.put(value, System.nanoTime());
		this.empty = false;
	}

	/**
	 * Return whether a request with the value may still reach the server.
	 */
	boolean mayArrive(String value) {
		// Almost always, and asked for each release
		return !this.empty && contains(value);
	}

	private synchronized boolean contains(String value) {
		long now = System.nanoTime();
		this.values.values().removeIf((ended) -> now - ended > KEPT_NANOS);
		this.empty = this.values.isEmpty();
		return this.values.containsKey(value);
	}

}

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

package io.github.redsync.internal.acquire;

import java.util.function.Supplier;

/**
 * Supplies the value of each attempt, and checks that it is not the same twice in a row.
 * Not thread-safe: guarded by the monitor of the acquisition.
 */
final class UniqueValueSource {

	private final String key;

	private final Supplier<String> values;

	private String last = "";

	UniqueValueSource(String key, Supplier<String> values) {
		this.key = key;
		this.values = values;
	}

	/**
	 * Return the next value.
	 * @throws IllegalStateException if the generator has returned the same value again
	 */
	String next() {
		String value = this.values.get();
		if (value.equals(this.last)) {
			throw new IllegalStateException("The value generator of lock '" + this.key
					+ "' returned the same value twice, which breaks mutual exclusion: return a new one each time");
		}
		this.last = value;
		return value;
	}

}

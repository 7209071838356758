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

package io.github.redsync.spring.integration;

import java.util.HashMap;
import java.util.Map;

import io.github.redsync.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The leases that the current thread holds, by lock name. The thread-local map is removed
 * with its last lease.
 */
final class ThreadLeases {

	private final ThreadLocal<@Nullable Map<String, Held>> leases = new ThreadLocal<>();

	@Nullable Held find(String name) {
		Map<String, Held> held = this.leases.get();
		return (held != null) ? held.get(name) : null;
	}

	void add(String name, Lease lease) {
		Map<String, Held> held = this.leases.get();
		if (held == null) {
			held = new HashMap<>();
			this.leases.set(held);
		}
		held.put(name, new Held(lease));
	}

	void remove(String name) {
		Map<String, Held> held = this.leases.get();
		if (held != null) {
			held.remove(name);
			if (held.isEmpty()) {
				this.leases.remove();
			}
		}
	}

	boolean isEmpty() {
		return this.leases.get() == null;
	}

	/**
	 * A lease and its hold count.
	 */
	static final class Held {

		private final Lease lease;

		private int count = 1;

		private Held(Lease lease) {
			this.lease = lease;
		}

		Lease lease() {
			return this.lease;
		}

		void increment() {
			this.count++;
		}

		/**
		 * Decrement the hold count.
		 * @return the remaining hold count
		 */
		int decrement() {
			return --this.count;
		}

	}

}

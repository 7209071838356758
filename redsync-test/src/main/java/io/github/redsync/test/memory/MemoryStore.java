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

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a server: what the scripts of the Lettuce driver do to Redis, done to a
 * map. Used under the lock of its {@link MemoryServer}.
 */
final class MemoryStore {

	private static final String FENCE_SUFFIX = ":fence";

	private static final long FENCE_MILLIS = TimeUnit.DAYS.toMillis(7);

	private final MemoryClock clock;

	private final Map<String, Entry> entries = new HashMap<>();

	MemoryStore(MemoryClock clock) {
		this.clock = clock;
	}

	NodeReply acquire(AcquireRequest request, Incarnation incarnation) {
		String key = request.key();
		String holder = get(key);
		String counter = request.fenced() ? get(key + FENCE_SUFFIX) : null;
		if (holder != null) {
			return request.fenced() ? NodeReply.taken(holder, timeLeftMillis(key), fence(counter))
					: NodeReply.taken(holder, timeLeftMillis(key));
		}
		set(key, request.value(), request.expiryMillis());
		if (!request.fenced()) {
			return NodeReply.granted(incarnation);
		}
		if (counter == null) {
			return NodeReply.granted(incarnation, NodeReply.NO_FENCE, this.clock.micros());
		}
		long raised = fence(counter) + 1;
		set(key + FENCE_SUFFIX, Long.toString(raised), FENCE_MILLIS);
		return NodeReply.granted(incarnation, raised, 0);
	}

	private static long fence(@Nullable String counter) {
		return (counter != null) ? Long.parseLong(counter) : NodeReply.NO_FENCE;
	}

	NodeReply extend(String key, String value, long expiryMillis, boolean setAgain) {
		String holder = get(key);
		if (value.equals(holder)) {
			set(key, value, expiryMillis);
			return NodeReply.of(Status.EXTENDED);
		}
		if (holder != null) {
			return NodeReply.of(Status.TAKEN);
		}
		if (setAgain) {
			set(key, value, expiryMillis);
			return NodeReply.of(Status.SET_AGAIN);
		}
		return NodeReply.of(Status.MISSING);
	}

	NodeReply release(String key, String value) {
		String holder = get(key);
		if (value.equals(holder)) {
			this.entries.remove(key);
			return NodeReply.of(Status.RELEASED);
		}
		return NodeReply.of((holder != null) ? Status.TAKEN : Status.MISSING);
	}

	NodeReply raise(String key, String value, long token) {
		if (!value.equals(get(key)) || fence(get(key + FENCE_SUFFIX)) > token) {
			return NodeReply.of(Status.TAKEN);
		}
		set(key + FENCE_SUFFIX, Long.toString(token), FENCE_MILLIS);
		return NodeReply.of(Status.RAISED);
	}

	NodeReply inspect(String key) {
		String holder = get(key);
		return (holder != null) ? NodeReply.held(holder, timeLeftMillis(key)) : NodeReply.of(Status.MISSING);
	}

	@Nullable String get(String key) {
		Entry entry = this.entries.get(key);
		if (entry == null) {
			return null;
		}
		// Redis lets the key live through its last millisecond; to count it as over
		// already is the harder test
		if (entry.expiresAtMillis <= this.clock.millis()) {
			this.entries.remove(key);
			return null;
		}
		return entry.value;
	}

	/**
	 * Return the time to live of a key that exists, -1 if it has none.
	 */
	long timeLeftMillis(String key) {
		Entry entry = this.entries.get(key);
		return (entry != null && entry.expiresAtMillis != Long.MAX_VALUE) ? entry.expiresAtMillis - this.clock.millis()
				: -1;
	}

	void set(String key, String value, long expiryMillis) {
		long expiresAt = (expiryMillis != Long.MAX_VALUE) ? this.clock.millis() + expiryMillis : Long.MAX_VALUE;
		this.entries.put(key, new Entry(value, expiresAt));
	}

	boolean remove(String key) {
		return get(key) != null && this.entries.remove(key) != null;
	}

	Set<String> keys() {
		Set<String> keys = new TreeSet<>(this.entries.keySet());
		keys.removeIf((key) -> get(key) == null);
		return keys;
	}

	void clear() {
		this.entries.clear();
	}

	private record Entry(String value, long expiresAtMillis) {
	}

}

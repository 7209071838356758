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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
 * The keys of a server, with the operations of the Lettuce driver's scripts. Guarded by
 * the monitor of its {@link MemoryProcess}.
 */
final class MemoryStore {

	private static final long FENCE_MILLIS = TimeUnit.DAYS.toMillis(7);

	private final MemoryClock clock;

	private final Map<String, Entry> entries = new HashMap<>();

	private final Map<String, Set<MemoryConnection>> watchers = new HashMap<>();

	private final List<Change> changes = new ArrayList<>();

	MemoryStore(MemoryClock clock) {
		this.clock = clock;
	}

	NodeReply acquire(AcquireRequest request, Incarnation incarnation) {
		String key = request.key();
		String holder = get(key);
		String counter = request.fenced() ? get(key + AcquireRequest.FENCE_SUFFIX) : null;
		boolean vouches = counter != null && counter.endsWith(" " + incarnation.id());
		long clock = vouches ? 0 : this.clock.micros();
		if (holder != null) {
			return request.fenced() ? NodeReply.taken(holder, timeLeftMillis(key), fence(counter), clock)
					: NodeReply.taken(holder, timeLeftMillis(key));
		}
		set(key, request.value(), request.expiryMillis());
		if (!request.fenced()) {
			return NodeReply.granted(incarnation);
		}
		if (!vouches) {
			return NodeReply.granted(incarnation, fence(counter), clock);
		}
		long raised = fence(counter) + 1;
		set(key + AcquireRequest.FENCE_SUFFIX, raised + " " + incarnation.id(), FENCE_MILLIS);
		return NodeReply.granted(incarnation, raised, 0);
	}

	private static long fence(@Nullable String counter) {
		return (counter != null) ? Long.parseLong(counter.split(" ", 2)[0]) : NodeReply.NO_FENCE;
	}

	NodeReply extend(String key, String value, long expiryMillis, boolean restore) {
		String holder = get(key);
		if (value.equals(holder)) {
			set(key, value, expiryMillis);
			return NodeReply.of(Status.EXTENDED);
		}
		if (holder != null) {
			return NodeReply.of(Status.TAKEN);
		}
		if (restore) {
			set(key, value, expiryMillis);
			return NodeReply.of(Status.RESTORED);
		}
		return NodeReply.of(Status.MISSING);
	}

	NodeReply release(String key, String value) {
		String holder = get(key);
		if (value.equals(holder)) {
			remove(key);
			return NodeReply.of(Status.RELEASED);
		}
		return NodeReply.of((holder != null) ? Status.TAKEN : Status.MISSING);
	}

	NodeReply raise(String key, String value, long token, Incarnation incarnation) {
		if (!value.equals(get(key)) || fence(get(key + AcquireRequest.FENCE_SUFFIX)) > token) {
			return NodeReply.of(Status.TAKEN);
		}
		set(key + AcquireRequest.FENCE_SUFFIX, token + " " + incarnation.id(), FENCE_MILLIS);
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
		// Redis keeps a key through its last millisecond. Expiring it earlier is the
		// stricter test
		if (entry.expiresAtMillis <= this.clock.millis()) {
			this.entries.remove(key);
			changed(key);
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
		changed(key);
	}

	boolean remove(String key) {
		if (get(key) == null) {
			return false;
		}
		this.entries.remove(key);
		changed(key);
		return true;
	}

	/**
	 * Read a key, and register a watcher for its next change. Expiry counts as a change
	 * at the next access.
	 */
	NodeReply watch(String key, MemoryConnection watcher) {
		if (get(key) == null) {
			return NodeReply.of(Status.MISSING);
		}
		this.watchers.computeIfAbsent(key, (watched) -> new LinkedHashSet<>()).add(watcher);
		return NodeReply.held(null, timeLeftMillis(key));
	}

	void unwatch(MemoryConnection watcher) {
		this.watchers.values().forEach((watching) -> watching.remove(watcher));
	}

	private void changed(String key) {
		Set<MemoryConnection> watching = this.watchers.remove(key);
		if (watching != null) {
			watching.forEach((watcher) -> this.changes.add(new Change(watcher, key)));
		}
	}

	/**
	 * Remove and return the changes whose watchers were not notified yet.
	 */
	List<Change> takeChanges() {
		if (this.changes.isEmpty()) {
			return List.of();
		}
		List<Change> taken = List.copyOf(this.changes);
		this.changes.clear();
		return taken;
	}

	Set<String> keys() {
		Set<String> keys = new TreeSet<>(this.entries.keySet());
		keys.removeIf((key) -> get(key) == null);
		return keys;
	}

	/**
	 * Return a snapshot of all keys.
	 */
	Map<String, Entry> save() {
		return Map.copyOf(this.entries);
	}

	void load(Map<String, Entry> saved) {
		clear();
		this.entries.putAll(saved);
	}

	void clear() {
		this.entries.clear();
		this.watchers.clear();
		this.changes.clear();
	}

	/**
	 * A change of a key that is watched.
	 */
	record Change(MemoryConnection watcher, String key) {

		void notifyWatcher() {
			this.watcher.sendChange(this.key);
		}

	}

	/**
	 * The value and the expiry of a key.
	 */
	record Entry(String value, long expiresAtMillis) {
	}

}

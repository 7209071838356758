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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.redsync.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The process of a {@link MemoryServer}: its keys, its clock, its incarnation, its
 * clients, and the requests that are pending while it is paused. Change notifications are
 * sent without its monitor. Thread-safe.
 */
final class MemoryProcess {

	private final String name;

	private final MemoryClock clock;

	private final MemoryStore store;

	private final List<MemoryConnection> clients = new ArrayList<>();

	private final List<MemoryConnection.Arrival> pending = new ArrayList<>();

	private Map<String, MemoryStore.Entry> snapshot = Map.of();

	private int incarnation = 1;

	/** The incarnation at the last reset. */
	private int resetIncarnation = 1;

	private final long createdSeconds;

	private long startSeconds;

	private boolean paused;

	private boolean refusing;

	MemoryProcess(String name, TimeSource time) {
		this.name = name;
		this.clock = new MemoryClock(time);
		this.store = new MemoryStore(this.clock);
		this.createdSeconds = this.clock.seconds();
		this.startSeconds = this.createdSeconds;
	}

	String name() {
		return this.name;
	}

	synchronized void add(MemoryConnection client) {
		this.clients.add(client);
	}

	synchronized void remove(MemoryConnection client) {
		this.clients.remove(client);
		this.store.unwatch(client);
	}

	synchronized List<MemoryConnection> clients() {
		return List.copyOf(this.clients);
	}

	synchronized void refuse() {
		this.refusing = true;
	}

	/**
	 * Accept connections.
	 * @return whether they were refused before
	 */
	synchronized boolean accept() {
		boolean refused = this.refusing;
		this.refusing = false;
		return refused;
	}

	synchronized boolean isRefusing() {
		return this.refusing;
	}

	synchronized void pause() {
		this.paused = true;
	}

	void resume() {
		List<MemoryConnection.Arrival> executed;
		List<MemoryStore.Change> changes;
		synchronized (this) {
			this.paused = false;
			executed = List.copyOf(this.pending);
			this.pending.clear();
			executed.forEach((arrival) -> arrival.execute(this.store));
			changes = this.store.takeChanges();
		}
		executed.forEach(MemoryConnection.Arrival::reply);
		changes.forEach(MemoryStore.Change::notifyWatcher);
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	void arrive(MemoryConnection.Arrival arrival) {
		List<MemoryStore.Change> changes;
		synchronized (this) {
			if (this.paused) {
				this.pending.add(arrival);
				return;
			}
			arrival.execute(this.store);
			changes = this.store.takeChanges();
		}
		arrival.reply();
		changes.forEach(MemoryStore.Change::notifyWatcher);
	}

	synchronized void saveSnapshot() {
		this.snapshot = this.store.save();
	}

	synchronized void restartEmpty() {
		restart(Map.of());
	}

	synchronized void restartFromSnapshot() {
		restart(this.snapshot);
	}

	private void restart(Map<String, MemoryStore.Entry> keys) {
		this.store.load(keys);
		this.pending.clear();
		this.paused = false;
		this.incarnation++;
		this.startSeconds = this.clock.seconds();
	}

	/**
	 * Remove all keys and the snapshot, and correct the clock and the age.
	 * @return whether the process was restarted since the last reset
	 */
	boolean reset() {
		List<MemoryStore.Change> changes;
		boolean restarted;
		synchronized (this) {
			this.clock.reset();
			this.store.keys().forEach(this.store::remove);
			this.snapshot = Map.of();
			changes = this.store.takeChanges();
			restarted = this.incarnation != this.resetIncarnation;
			this.resetIncarnation = this.incarnation;
			this.startSeconds = this.createdSeconds;
		}
		changes.forEach(MemoryStore.Change::notifyWatcher);
		return restarted;
	}

	synchronized void clockRate(double rate) {
		this.clock.rate(rate);
	}

	synchronized void stepClock(long nanos) {
		this.clock.step(nanos);
	}

	boolean remove(String key) {
		boolean removed;
		List<MemoryStore.Change> changes;
		synchronized (this) {
			removed = this.store.remove(key);
			changes = this.store.takeChanges();
		}
		changes.forEach(MemoryStore.Change::notifyWatcher);
		return removed;
	}

	void set(String key, String value, long expiryMillis) {
		List<MemoryStore.Change> changes;
		synchronized (this) {
			this.store.set(key, value, expiryMillis);
			changes = this.store.takeChanges();
		}
		changes.forEach(MemoryStore.Change::notifyWatcher);
	}

	synchronized @Nullable String get(String key) {
		return this.store.get(key);
	}

	/**
	 * Return the time to live of a key, -1 if it has none or does not exist.
	 */
	synchronized long timeLeftMillis(String key) {
		return (this.store.get(key) != null) ? this.store.timeLeftMillis(key) : -1;
	}

	synchronized Set<String> keys() {
		return this.store.keys();
	}

	synchronized void unwatch(MemoryConnection watcher) {
		this.store.unwatch(watcher);
	}

	/**
	 * Return the id of the present incarnation.
	 */
	synchronized String incarnationId() {
		return this.name + "#" + this.incarnation;
	}

	/**
	 * Return the minimum age that the server reports. It counts whole seconds of its
	 * clock.
	 */
	synchronized long ageNanos() {
		return TimeUnit.SECONDS.toNanos(Math.max(0, this.clock.seconds() - this.startSeconds - 1));
	}

}

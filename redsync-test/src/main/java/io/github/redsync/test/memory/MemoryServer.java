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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server in memory: its keys, its clock, and all that can befall it. Clients are
 * connected to it by {@link MemoryNode}s, each with an order of its own; every request
 * takes effect in one step. Safe for use by many threads. <pre>{@code
 * MemoryNodes nodes = MemoryNodes.create(3);
 * nodes.get(0).hang();
 * nodes.get(1).restartEmpty();
 * }</pre>
 */
public final class MemoryServer {

	private final String name;

	private final MemoryClock clock;

	private final MemoryStore store;

	private final List<MemoryNode> clients = new ArrayList<>();

	private final List<MemoryNode.Arrival> unread = new ArrayList<>();

	private Map<String, MemoryStore.Entry> saved = Map.of();

	private int lives = 1;

	private final long createdSeconds;

	private long bornSeconds;

	/** The incarnation at which clients were last made to forget restarts. */
	private int healedLife = 1;

	private boolean hung;

	private boolean refusing;

	private volatile MessageDelay requests = MessageDelay.instant();

	private volatile MessageDelay replies = MessageDelay.instant();

	/**
	 * Create a server that runs and has no keys.
	 * @param name its name
	 * @param time the time by which its clock goes; not that of a client that a test
	 * suspends, but {@link io.github.redsync.test.time.VirtualTime#undisturbed()}
	 */
	public MemoryServer(String name, TimeSource time) {
		this.name = name;
		this.clock = new MemoryClock(time);
		this.store = new MemoryStore(this.clock);
		this.createdSeconds = this.clock.seconds();
		this.bornSeconds = this.createdSeconds;
	}

	/**
	 * Return the name.
	 * @return the name of the server, and of each node that is connected to it
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Connect a client.
	 * @param time the clocks of the client, those of its
	 * {@link io.github.redsync.Redsync}
	 * @param timers what counts the time that its messages take
	 * @return the connection
	 */
	public MemoryNode connect(TimeSource time, Timers timers) {
		return connect(time, time, timers);
	}

	/**
	 * Connect a client whose clocks don't go like the time in which its messages travel:
	 * one that can be suspended or paused alone, for example.
	 * @param time the clocks of the client, those of its
	 * {@link io.github.redsync.Redsync}
	 * @param travelTime the clocks by which messages travel
	 * @param travelTimers what counts the time that messages take
	 * @return the connection
	 */
	public MemoryNode connect(TimeSource time, TimeSource travelTime, Timers travelTimers) {
		MemoryNode client = new MemoryNode(this, time, new MessageChannel(travelTime, travelTimers),
				new MessageChannel(travelTime, travelTimers));
		synchronized (this) {
			this.clients.add(client);
		}
		if (!isRefusing()) {
			client.reconnect();
		}
		return client;
	}

	/**
	 * Stop to answer, as by SIGSTOP. Requests are still taken in, and wait.
	 */
	public synchronized void hang() {
		this.hung = true;
	}

	/**
	 * Go on: all that has come in meanwhile takes effect, in order.
	 */
	public void resume() {
		List<MemoryNode.Arrival> read;
		List<MemoryStore.Notice> notices;
		synchronized (this) {
			this.hung = false;
			read = List.copyOf(this.unread);
			this.unread.clear();
			read.forEach((arrival) -> arrival.takeEffect(this.store));
			notices = this.store.takeNotices();
		}
		read.forEach(MemoryNode.Arrival::reply);
		notices.forEach(MemoryStore.Notice::tell);
	}

	/**
	 * Restart with an empty memory, as a server does that writes nothing to disk. It has
	 * forgotten every lock and every fencing counter, and also what has come in and not
	 * taken effect; all connections are lost and made anew.
	 */
	public void restartEmpty() {
		restart(Map.of());
	}

	/**
	 * Save all keys, as a server does that writes snapshots to disk.
	 */
	public synchronized void saveSnapshot() {
		this.saved = this.store.save();
	}

	/**
	 * Restart with the keys that were saved last, or with none. What was written since is
	 * lost; all connections are lost and made again.
	 */
	public void restartFromSnapshot() {
		restart(this.saved);
	}

	private void restart(Map<String, MemoryStore.Entry> keys) {
		synchronized (this) {
			this.store.load(keys);
			this.unread.clear();
			this.hung = false;
			this.lives++;
			this.bornSeconds = this.clock.seconds();
		}
		disconnect();
	}

	/**
	 * Bring the server back to the state in which it was created: it answers without
	 * delay, has no keys and no snapshot, and its clock is right. Its clients stay, and
	 * forget that it was restarted, so that their restart protection does not apply.
	 */
	public void heal() {
		deliver();
		resume();
		accept();
		List<MemoryStore.Notice> notices;
		boolean restarted;
		synchronized (this) {
			this.clock.reset();
			this.store.keys().forEach(this.store::remove);
			this.saved = Map.of();
			notices = this.store.takeNotices();
			restarted = this.lives != this.healedLife;
			this.healedLife = this.lives;
			this.bornSeconds = this.createdSeconds;
		}
		notices.forEach(MemoryStore.Notice::tell);
		clients().forEach((client) -> client.heal(restarted));
	}

	/**
	 * Lose every connection. What has taken effect stays so, but its answers are lost;
	 * what is still on its way does not arrive. Clients connect anew at once, unless they
	 * are {@linkplain #refuse() refused}.
	 */
	public void disconnect() {
		clients().forEach(MemoryNode::disconnect);
	}

	/**
	 * Lose every connection and take no new one: requests fail at once, and certainly
	 * have no effect. The memory is kept.
	 */
	public void refuse() {
		synchronized (this) {
			this.refusing = true;
		}
		disconnect();
	}

	/**
	 * Take connections again. Releases that clients could not deliver meanwhile come
	 * first.
	 */
	public void accept() {
		synchronized (this) {
			if (!this.refusing) {
				return;
			}
			this.refusing = false;
		}
		clients().forEach(MemoryNode::reconnect);
	}

	/**
	 * Make each request of every client take a while before it has its effect.
	 * @param delay how long
	 */
	public void delayRequests(Duration delay) {
		this.requests = MessageDelay.of(delay);
	}

	/**
	 * Make each answer to every client take a while, after the request had its effect.
	 * @param delay how long
	 */
	public void delayReplies(Duration delay) {
		this.replies = MessageDelay.of(delay);
	}

	/**
	 * Lose the requests of every client: they have no effect and no answer.
	 */
	public void loseRequests() {
		this.requests = MessageDelay.lost();
	}

	/**
	 * Lose the answers to every client: their requests take effect.
	 */
	public void loseReplies() {
		this.replies = MessageDelay.lost();
	}

	/**
	 * Let messages pass again, without delay or loss.
	 */
	public void deliver() {
		this.requests = MessageDelay.instant();
		this.replies = MessageDelay.instant();
	}

	/**
	 * Make the clock of the server too fast or too slow from now on. Keys then live
	 * shorter or longer than they should.
	 * @param rate how fast it goes, 1 if it is right
	 */
	public synchronized void clockRate(double rate) {
		this.clock.rate(rate);
	}

	/**
	 * Set the clock of the server. Put forward, it makes keys expire early.
	 * @param step by how much to put it forward; negative to put it back
	 */
	public synchronized void stepClock(Duration step) {
		this.clock.step(step.toNanos());
	}

	/**
	 * Remove a key as if the server had evicted it or it had expired too early.
	 * @param key the key
	 * @return whether there was such a key
	 */
	public boolean evict(String key) {
		boolean evicted;
		List<MemoryStore.Notice> notices;
		synchronized (this) {
			evicted = this.store.remove(key);
			notices = this.store.takeNotices();
		}
		notices.forEach(MemoryStore.Notice::tell);
		return evicted;
	}

	/**
	 * Set a key, as another client of the server can do.
	 * @param key the key
	 * @param value its value
	 * @param expiry its time to live, or {@code null} for a key that stays
	 */
	public void set(String key, String value, @Nullable Duration expiry) {
		List<MemoryStore.Notice> notices;
		synchronized (this) {
			this.store.set(key, value, (expiry != null) ? expiry.toMillis() : Long.MAX_VALUE);
			notices = this.store.takeNotices();
		}
		notices.forEach(MemoryStore.Notice::tell);
	}

	/**
	 * Return the value of a key, whether the server answers its clients or not.
	 * @param key the key
	 * @return the value, or {@code null} if there is no such key
	 */
	public synchronized @Nullable String get(String key) {
		return this.store.get(key);
	}

	/**
	 * Return the time to live of a key.
	 * @param key the key
	 * @return its time to live, or {@code null} if it has none or does not exist
	 */
	public synchronized @Nullable Duration timeLeft(String key) {
		long millis = (this.store.get(key) != null) ? this.store.timeLeftMillis(key) : -1;
		return (millis >= 0) ? Duration.ofMillis(millis) : null;
	}

	/**
	 * Return all keys.
	 * @return the keys, in alphabetical order
	 */
	public synchronized Set<String> keys() {
		return this.store.keys();
	}

	private synchronized List<MemoryNode> clients() {
		return List.copyOf(this.clients);
	}

	synchronized void forget(MemoryNode client) {
		this.clients.remove(client);
		this.store.unwatch(client);
	}

	synchronized boolean isRefusing() {
		return this.refusing;
	}

	synchronized boolean isHung() {
		return this.hung;
	}

	/**
	 * Return what names the present life of the server.
	 */
	synchronized String life() {
		return this.name + "#" + this.lives;
	}

	/**
	 * Return how long the server says to have lived at least: it counts whole seconds of
	 * its clock.
	 */
	synchronized long ageNanos() {
		return TimeUnit.SECONDS.toNanos(Math.max(0, this.clock.seconds() - this.bornSeconds - 1));
	}

	void arrive(MemoryNode.Arrival arrival) {
		List<MemoryStore.Notice> notices;
		synchronized (this) {
			if (this.hung) {
				this.unread.add(arrival);
				return;
			}
			arrival.takeEffect(this.store);
			notices = this.store.takeNotices();
		}
		arrival.reply();
		notices.forEach(MemoryStore.Notice::tell);
	}

	synchronized void unwatch(MemoryNode client) {
		this.store.unwatch(client);
	}

	MessageDelay requests() {
		return this.requests;
	}

	MessageDelay replies() {
		return this.replies;
	}

	@Override
	public String toString() {
		return this.name;
	}

}

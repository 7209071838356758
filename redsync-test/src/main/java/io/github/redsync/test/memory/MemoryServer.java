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
import java.util.Set;

import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server in memory, with its keys, its clock, and faults that a test can inject.
 * Each client is connected by a {@link MemoryNode}. The requests of one client keep their
 * order, and each request is executed atomically. Thread-safe. <pre>{@code
 * MemoryNodes nodes = MemoryNodes.create(3);
 * nodes.get(0).pause();
 * nodes.get(1).restartEmpty();
 * }</pre>
 */
public final class MemoryServer {

	private final MemoryProcess process;

	private volatile MessageDelay requestDelay = MessageDelay.instant();

	private volatile MessageDelay replyDelay = MessageDelay.instant();

	/**
	 * Create a running server without keys.
	 * @param name its name
	 * @param time the time source of its clock. It must not stop when a test suspends a
	 * client: use {@link io.github.redsync.test.time.VirtualTime#undisturbed()}
	 */
	public MemoryServer(String name, TimeSource time) {
		this.process = new MemoryProcess(name, time);
	}

	/**
	 * Return the name.
	 * @return the name of the server and of each node that is connected to it
	 */
	public String name() {
		return this.process.name();
	}

	/**
	 * Connect a client.
	 * @param time the clocks of the client's {@link io.github.redsync.Redsync}
	 * @param timers the timers that deliver delayed messages
	 * @return the connection
	 */
	public MemoryNode connect(TimeSource time, Timers timers) {
		return connect(time, time, timers);
	}

	/**
	 * Connect a client whose clocks differ from those of its messages, for example one
	 * that is suspended or paused alone.
	 * @param time the clocks of the client's {@link io.github.redsync.Redsync}
	 * @param messageTime the clocks by which messages are delayed
	 * @param messageTimers the timers that deliver delayed messages
	 * @return the connection
	 */
	public MemoryNode connect(TimeSource time, TimeSource messageTime, Timers messageTimers) {
		MemoryConnection client = new MemoryConnection(this, time, new MessageChannel(messageTime, messageTimers),
				new MessageChannel(messageTime, messageTimers));
		this.process.add(client);
		if (!this.process.isRefusing()) {
			client.reconnect();
		}
		return new MemoryNode(client);
	}

	/**
	 * Pause the server, as SIGSTOP does. It does not reply, and executes the requests
	 * that arrive meanwhile on {@link #resume()}.
	 */
	public void pause() {
		this.process.pause();
	}

	/**
	 * Resume a paused server. The pending requests are executed in order.
	 */
	public void resume() {
		this.process.resume();
	}

	/**
	 * Restart the server without data, as one without persistence. All keys, including
	 * fencing counters, and all pending requests are lost. Clients lose their connections
	 * and reconnect.
	 */
	public void restartEmpty() {
		this.process.restartEmpty();
		disconnect();
	}

	/**
	 * Save a snapshot of all keys, as a server with persistence does.
	 */
	public void saveSnapshot() {
		this.process.saveSnapshot();
	}

	/**
	 * Restart the server with the keys of the last snapshot, or without any. Later writes
	 * are lost. Clients lose their connections and reconnect.
	 */
	public void restartFromSnapshot() {
		this.process.restartFromSnapshot();
		disconnect();
	}

	/**
	 * Return the server to its initial state: it replies without delay, has no keys and
	 * no snapshot, and its clock is right. Its clients stay connected and do not know of
	 * earlier restarts, so their restart protection does not apply.
	 */
	public void heal() {
		deliver();
		resume();
		accept();
		boolean restarted = this.process.reset();
		this.process.clients().forEach((client) -> client.heal(restarted));
	}

	/**
	 * Lose all connections. Executed requests keep their effect, but their replies are
	 * lost. Messages that have not arrived are lost. Clients reconnect immediately unless
	 * they are {@linkplain #refuse() refused}.
	 */
	public void disconnect() {
		this.process.clients().forEach(MemoryConnection::disconnect);
	}

	/**
	 * Lose all connections and refuse new ones. Requests then fail immediately and
	 * certainly have no effect. The keys are kept.
	 */
	public void refuse() {
		this.process.refuse();
		disconnect();
	}

	/**
	 * Accept connections again. Clients reconnect, and first send the releases that they
	 * could not deliver.
	 */
	public void accept() {
		if (this.process.accept()) {
			this.process.clients().forEach(MemoryConnection::reconnect);
		}
	}

	/**
	 * Delay each request of every client before it is executed.
	 * @param delay the delay
	 */
	public void delayRequests(Duration delay) {
		this.requestDelay = MessageDelay.of(delay);
	}

	/**
	 * Delay each reply to every client after the request was executed.
	 * @param delay the delay
	 */
	public void delayReplies(Duration delay) {
		this.replyDelay = MessageDelay.of(delay);
	}

	/**
	 * Drop the requests of every client. They are not executed and get no reply.
	 */
	public void dropRequests() {
		this.requestDelay = MessageDelay.dropped();
	}

	/**
	 * Drop the replies to every client. The requests are executed.
	 */
	public void dropReplies() {
		this.replyDelay = MessageDelay.dropped();
	}

	/**
	 * Deliver messages without delay or loss again.
	 */
	public void deliver() {
		this.requestDelay = MessageDelay.instant();
		this.replyDelay = MessageDelay.instant();
	}

	/**
	 * Change the rate of the server's clock. Keys then expire too early or too late.
	 * @param rate the rate, 1 for the right one
	 */
	public void clockRate(double rate) {
		this.process.clockRate(rate);
	}

	/**
	 * Set the server's clock. A step forward makes keys expire early.
	 * @param step the step, negative to set the clock back
	 */
	public void stepClock(Duration step) {
		this.process.stepClock(step.toNanos());
	}

	/**
	 * Remove a key, as if the server had evicted it or it had expired too early.
	 * @param key the key
	 * @return whether the key existed
	 */
	public boolean evict(String key) {
		return this.process.remove(key);
	}

	/**
	 * Set a key, as another client of the server can.
	 * @param key the key
	 * @param value its value
	 * @param expiry its time to live, or {@code null} for a key without one
	 */
	public void set(String key, String value, @Nullable Duration expiry) {
		this.process.set(key, value, (expiry != null) ? expiry.toMillis() : Long.MAX_VALUE);
	}

	/**
	 * Return the value of a key, even while the server is paused or refuses connections.
	 * @param key the key
	 * @return the value, or {@code null} if the key does not exist
	 */
	public @Nullable String get(String key) {
		return this.process.get(key);
	}

	/**
	 * Return the time to live of a key.
	 * @param key the key
	 * @return its time to live, or {@code null} if it has none or does not exist
	 */
	public @Nullable Duration timeLeft(String key) {
		long millis = this.process.timeLeftMillis(key);
		return (millis >= 0) ? Duration.ofMillis(millis) : null;
	}

	/**
	 * Return all keys.
	 * @return the keys, in alphabetical order
	 */
	public Set<String> keys() {
		return this.process.keys();
	}

	MemoryProcess process() {
		return this.process;
	}

	MessageDelay requestDelay() {
		return this.requestDelay;
	}

	MessageDelay replyDelay() {
		return this.replyDelay;
	}

	@Override
	public String toString() {
		return this.process.name();
	}

}

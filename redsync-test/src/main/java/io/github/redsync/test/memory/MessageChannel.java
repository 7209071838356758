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

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection. It delivers messages in order, each after its delay.
 * Thread-safe.
 */
final class MessageChannel {

	private final TimeSource time;

	private final Timers timers;

	private final Deque<Message> messages = new ArrayDeque<>();

	private long lastDueNanos;

	/** Whether a thread or a timer is delivering the messages. */
	private boolean delivering;

	/** The number of times that all messages were dropped. */
	private int generation;

	MessageChannel(TimeSource time, Timers timers) {
		this.time = time;
		this.timers = timers;
		this.lastDueNanos = time.nanoTime();
	}

	void send(long delayNanos, Runnable arrival) {
		if (delayNanos == MessageDelay.DROPPED) {
			return;
		}
		int current;
		synchronized (this) {
			long due = Math.max(this.lastDueNanos, this.time.nanoTime() + delayNanos);
			this.lastDueNanos = due;
			this.messages.add(new Message(due, arrival));
			// The thread that delivers earlier messages delivers this one as well
			if (this.delivering) {
				return;
			}
			this.delivering = true;
			current = this.generation;
		}
		deliver(current);
	}

	/**
	 * Drop all messages that were not delivered.
	 */
	synchronized void clear() {
		this.generation++;
		this.delivering = false;
		this.messages.clear();
		this.lastDueNanos = this.time.nanoTime();
	}

	private void deliver(int current) {
		for (Runnable arrival = next(current); arrival != null; arrival = next(current)) {
			arrival.run();
		}
	}

	private synchronized @Nullable Runnable next(int current) {
		if (current != this.generation) {
			return null;
		}
		Message first = this.messages.peek();
		if (first == null) {
			this.delivering = false;
			return null;
		}
		long left = first.dueNanos - this.time.nanoTime();
		if (left > 0) {
			this.timers.schedule(left, () -> deliver(current));
			return null;
		}
		this.messages.remove();
		return first.arrival;
	}

	private record Message(long dueNanos, Runnable arrival) {
	}

}

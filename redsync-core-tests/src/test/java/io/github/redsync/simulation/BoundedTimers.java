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

package io.github.redsync.simulation;

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;

/**
 * The timers of a client of a bounded world. A timer that is due runs when it is chosen:
 * immediately, late or never.
 */
final class BoundedTimers implements Timers {

	private final TimeSource time;

	private final ClientState state;

	private final List<Timer> timers = new ArrayList<>();

	private boolean closed;

	BoundedTimers(TimeSource time, ClientState state) {
		this.time = time;
		this.state = state;
	}

	@Override
	public Timeout schedule(long delayNanos, Runnable task) {
		if (this.closed) {
			return () -> {
			};
		}
		this.state.recordAction(delayNanos);
		Timer timer = new Timer(this.time.nanoTime() + Math.max(0, delayNanos), this.state.actions(), task);
		this.timers.add(timer);
		return () -> this.timers.remove(timer);
	}

	int size() {
		return this.timers.size();
	}

	boolean isDue(int index) {
		return leftNanos(this.timers.get(index)) == 0;
	}

	private long leftNanos(Timer timer) {
		return Math.max(0, timer.dueNanos - this.time.nanoTime());
	}

	void call(int index) {
		Timer timer = this.timers.remove(index);
		this.state.recordAction(timer.createdAfter);
		timer.task.run();
	}

	void clear() {
		this.timers.clear();
	}

	/**
	 * Remove all timers and ignore those that are scheduled later.
	 */
	void close() {
		clear();
		this.closed = true;
	}

	long hash(long before) {
		long hash = before;
		for (Timer timer : this.timers) {
			hash = Fingerprint.mix(Fingerprint.mix(hash, leftNanos(timer)), timer.createdAfter);
		}
		return hash;
	}

	/**
	 * A scheduled task.
	 *
	 * @param dueNanos the time at which it is due
	 * @param createdAfter the number of actions before it was scheduled, which identifies
	 * it
	 * @param task the task
	 */
	private record Timer(long dueNanos, int createdAfter, Runnable task) {
	}

}

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

package io.github.redsync.test.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The clocks and the timers of one machine, controlled by a test. Time passes only when
 * the test advances it. Timers that become due run in order on the thread that advances
 * the time. <pre>{@code
 * VirtualTime time = new VirtualTime();
 * Redsync redsync = MemoryNodes.create(3, time).connect();
 * Lease lease = redsync.newMutex("job").lock();
 * time.advance(Duration.ofSeconds(9));
 * assertThat(lease.isValid()).isFalse();
 * }</pre>
 * <p>
 * It can simulate a pause of the process ({@link #pause}), a suspended machine
 * ({@link #suspend}) and a step of the wall clock ({@link #stepWallClock}). Thread-safe.
 * The order of events is reproducible only if a single thread advances the time.
 */
public final class VirtualTime implements TimeSource, Timers {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final PriorityQueue<Timer> timers = new PriorityQueue<>();

	private final TimeSource undisturbed = new Undisturbed();

	private long count;

	private long monotonicNanos;

	private long wallNanos = START.toEpochMilli() * 1_000_000;

	private long trueNanos;

	@Override
	public synchronized long nanoTime() {
		return this.monotonicNanos;
	}

	@Override
	public synchronized long currentTimeMillis() {
		return Math.floorDiv(this.wallNanos, 1_000_000);
	}

	/**
	 * Return the clocks of another machine, such as those of the Redis servers of a test.
	 * They continue while this machine is suspended, and ignore steps of its wall clock.
	 * @return the other clocks
	 */
	public TimeSource undisturbed() {
		return this.undisturbed;
	}

	@Override
	public synchronized Timeout schedule(long delayNanos, Runnable task) {
		Timer timer = new Timer(this, this.monotonicNanos + Math.max(0, delayNanos), this.count++, task);
		this.timers.add(timer);
		return timer;
	}

	/**
	 * Advance the time, and run each timer that becomes due at its time.
	 * @param duration the time to advance, zero or longer
	 */
	public void advance(Duration duration) {
		advanceTo(nanoTime() + notNegative(duration));
	}

	/**
	 * Advance the time until the next timer is due, and run the timers that are due then.
	 * @return whether there was a timer
	 */
	public boolean advanceToNextTimer() {
		long due;
		synchronized (this) {
			Timer next = this.timers.peek();
			if (next == null) {
				return false;
			}
			due = next.dueNanos;
		}
		advanceTo(due);
		return true;
	}

	/**
	 * Run the timers that are due now.
	 */
	public void runDueTimers() {
		advanceTo(nanoTime());
	}

	private void advanceTo(long targetNanos) {
		for (Timer timer = next(targetNanos); timer != null; timer = next(targetNanos)) {
			timer.task.run();
		}
		synchronized (this) {
			pass(targetNanos - this.monotonicNanos);
		}
	}

	private synchronized @Nullable Timer next(long targetNanos) {
		Timer next = this.timers.peek();
		if (next == null || next.dueNanos > targetNanos) {
			return null;
		}
		this.timers.remove();
		pass(next.dueNanos - this.monotonicNanos);
		return next;
	}

	private void pass(long nanos) {
		if (nanos > 0) {
			this.monotonicNanos += nanos;
			this.wallNanos += nanos;
			this.trueNanos += nanos;
		}
	}

	/**
	 * Advance the time while the process is paused, as by a long garbage collection. The
	 * clocks continue, but no timer runs. Timers that become due run at the next advance
	 * or {@link #runDueTimers()}.
	 * @param duration the length of the pause, zero or longer
	 */
	public synchronized void pause(Duration duration) {
		pass(notNegative(duration));
	}

	/**
	 * Advance the time while the machine is suspended. The wall clock continues. The
	 * monotonic clock and the timers stop.
	 * @param duration the length of the suspension, zero or longer
	 */
	public synchronized void suspend(Duration duration) {
		long nanos = notNegative(duration);
		this.wallNanos += nanos;
		this.trueNanos += nanos;
	}

	/**
	 * Set the wall clock without advancing the time.
	 * @param step the step, negative to set the clock back
	 */
	public synchronized void stepWallClock(Duration step) {
		this.wallNanos += step.toNanos();
	}

	/**
	 * Return the number of pending timers.
	 * @return the number of timers that neither ran nor were cancelled
	 */
	public synchronized int pendingTimers() {
		return this.timers.size();
	}

	private static long notNegative(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Invalid duration " + duration + ": must not be negative");
		}
		return duration.toNanos();
	}

	@Override
	public String toString() {
		return "VirtualTime[" + Instant.ofEpochMilli(currentTimeMillis()) + "]";
	}

	private synchronized void forget(Timer timer) {
		this.timers.remove(timer);
	}

	/**
	 * A pending timer. Timers run in the order of their due times, and those with the
	 * same due time in the order in which they were scheduled.
	 *
	 * @param time the clocks of the timer
	 * @param dueNanos the due time on the monotonic clock
	 * @param number the sequence number of the timer
	 * @param task the task
	 */
	private record Timer(VirtualTime time, long dueNanos, long number,
			Runnable task) implements Timeout, Comparable<Timer> {

		@Override
		public void cancel() {
			this.time.forget(this);
		}

		@Override
		public int compareTo(Timer other) {
			int order = Long.compare(this.dueNanos, other.dueNanos);
			return (order != 0) ? order : Long.compare(this.number, other.number);
		}

	}

	private final class Undisturbed implements TimeSource {

		@Override
		public long nanoTime() {
			synchronized (VirtualTime.this) {
				return VirtualTime.this.trueNanos;
			}
		}

		@Override
		public long currentTimeMillis() {
			return START.toEpochMilli() + nanoTime() / 1_000_000;
		}

	}

}

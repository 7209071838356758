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
 * The clocks and the timers of one machine, under the control of a test: time stands
 * still until it is told to pass, and the timers that fall due meanwhile are run in order
 * on the thread that tells it. <pre>{@code
 * VirtualTime time = new VirtualTime();
 * Redsync redsync = MemoryNodes.create(3, time).connect();
 * Lease lease = redsync.newMutex("job").lock();
 * time.advance(Duration.ofSeconds(9));
 * assertThat(lease.isValid()).isFalse();
 * }</pre>
 * <p>
 * What goes wrong with the clocks of real machines can be had as well: a pause of the
 * process ({@link #pause}), a suspended machine ({@link #suspend}) and a wall clock that
 * is set ({@link #stepWallClock}). Safe for use by many threads, but a test that lets
 * time pass from one thread gets the same order of events every time.
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
	 * Return the clocks of another machine, which are right: they go on while this one is
	 * suspended, and nobody sets them. Those of the Redis servers of a test, for example.
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
	 * Let time pass, and run the timers that fall due, each at its moment.
	 * @param duration how long
	 */
	public void advance(Duration duration) {
		advanceTo(nanoTime() + notNegative(duration));
	}

	/**
	 * Let time pass until the next timer is due, and run what is due then.
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
	 * Let time pass while the process stands still, as in a long collection of garbage:
	 * the clocks go on, but no timer is run. What fell due is run when time passes the
	 * next time, or by {@link #runDueTimers()}.
	 * @param duration how long
	 */
	public synchronized void pause(Duration duration) {
		pass(notNegative(duration));
	}

	/**
	 * Let time pass while the machine is suspended: the wall clock goes on, the monotonic
	 * clock stands still, and with it the timers.
	 * @param duration how long
	 */
	public synchronized void suspend(Duration duration) {
		long nanos = notNegative(duration);
		this.wallNanos += nanos;
		this.trueNanos += nanos;
	}

	/**
	 * Set the wall clock. No time passes.
	 * @param step by how much to put it forward; negative to put it back
	 */
	public synchronized void stepWallClock(Duration step) {
		this.wallNanos += step.toNanos();
	}

	/**
	 * Return how many timers wait.
	 * @return the number of timers that were neither run nor cancelled
	 */
	public synchronized int pendingTimers() {
		return this.timers.size();
	}

	private static long notNegative(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Time can't pass by " + duration + ": use a duration of zero or longer");
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
	 * Timers are run by the time they are due, and those of the same time as they were
	 * scheduled.
	 *
	 * @param time where it waits
	 * @param dueNanos when it is due on the monotonic clock
	 * @param number counts the timers
	 * @param task what to run
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

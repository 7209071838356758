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

package io.github.redsync.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers with a precision of one millisecond. All tasks run on one daemon thread, which
 * sleeps until the next task is due. Thread-safe.
 * <p>
 * Nearly all timers of a lock are cancelled long before they are due, so scheduling and
 * cancelling take constant time: the wheel has one slot for each millisecond of a turn of
 * 4,096 ms, and each slot is a linked list.
 */
public final class TimerWheel implements Timers, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TimerWheel.class);

	private static final int SLOTS = 4096;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long IDLE = Long.MAX_VALUE;

	/** About 73 years. A longer delay could overflow when added to the time. */
	private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition earlier = this.lock.newCondition();

	private final Entry[] slots = new Entry[SLOTS];

	private final long originNanos = System.nanoTime();

	private final String threadName;

	private int size;

	/** All tasks due before this tick have been collected. */
	private long doneTick;

	/** The tick at which the thread wakes up. */
	private long wakeTick = IDLE;

	/** Whether the tasks that were pending at the close have yet to be collected. */
	private boolean closing;

	private boolean closed;

	/** Whether the thread has ended: the wheel was closed and became empty. */
	private boolean ended;

	/**
	 * Create timers and start their thread.
	 * @param threadName the name of the thread
	 */
	public TimerWheel(String threadName) {
		for (int i = 0; i < SLOTS; i++) {
			this.slots[i] = new Entry(0, () -> {
			});
		}
		this.threadName = threadName;
		start();
	}

	private void start() {
		Thread thread = new Thread(this::run, this.threadName);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public Timeout schedule(long delayNanos, Runnable task) {
		long dueNanos = System.nanoTime() - this.originNanos + Math.min(Math.max(0, delayNanos), MAX_DELAY_NANOS);
		// Rounded up, because a task must not run early
		Entry entry = new Entry(Math.max(0, dueNanos + TICK_NANOS - 1) / TICK_NANOS, task);
		this.lock.lock();
		try {
			entry.link(this.slots[slot(Math.max(entry.tick, this.doneTick))]);
			this.size++;
			if (this.ended) {
				this.ended = false;
				start();
			}
			if (entry.tick < this.wakeTick) {
				this.wakeTick = entry.tick;
				this.earlier.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		return entry;
	}

	private static int slot(long tick) {
		return (int) (tick & (SLOTS - 1));
	}

	private void run() {
		Entry due = await();
		while (due != null) {
			for (Entry entry = due; entry != null; entry = entry.nextDue) {
				run(entry);
			}
			due = await();
		}
	}

	private static void run(Entry entry) {
		try {
			if (!entry.cancelled) {
				entry.task.run();
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("A timer task of Redsync failed", ex);
		}
	}

	/**
	 * Wait until tasks are due.
	 * @return the first of the due tasks, or null if the wheel is closed and empty
	 */
	private @Nullable Entry await() {
		this.lock.lock();
		try {
			while (true) {
				long now = (System.nanoTime() - this.originNanos) / TICK_NANOS;
				Entry due = collect(now);
				this.closing = false;
				if (due != null) {
					return due;
				}
				if (this.closed && this.size == 0) {
					this.ended = true;
					return null;
				}
				this.wakeTick = nextTick(now);
				if (this.wakeTick == IDLE) {
					this.earlier.awaitUninterruptibly();
				}
				else {
					sleepUntil(this.wakeTick);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void sleepUntil(long tick) {
		long nanos = tick * TICK_NANOS - (System.nanoTime() - this.originNanos);
		try {
			this.earlier.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			logger.debug("The timer thread was interrupted; the interrupt is ignored");
		}
	}

	/**
	 * Unlink the tasks that are due. Visits every slot if the thread is at least one turn
	 * late or the wheel was closed.
	 * @return the first of the unlinked tasks, or null if none was due
	 */
	private @Nullable Entry collect(long now) {
		Entry first = null;
		Entry last = null;
		long from = Math.max(this.doneTick, now - SLOTS + 1);
		for (long tick = from; tick <= (this.closing ? from + SLOTS - 1 : now); tick++) {
			Entry head = this.slots[slot(tick)];
			for (Entry entry = head.next; entry != head; entry = entry.next) {
				if (entry.tick <= now || this.closing) {
					entry.unlink();
					this.size--;
					if (last == null) {
						first = entry;
					}
					else {
						last.nextDue = entry;
					}
					last = entry;
				}
			}
		}
		this.doneTick = Math.max(this.doneTick, now);
		return first;
	}

	private long nextTick(long now) {
		if (this.size == 0) {
			return IDLE;
		}
		long next = now + SLOTS;
		for (long tick = now + 1; tick < next; tick++) {
			Entry head = this.slots[slot(tick)];
			for (Entry entry = head.next; entry != head; entry = entry.next) {
				if (entry.tick <= tick) {
					return tick;
				}
			}
		}
		return next;
	}

	/**
	 * Run every pending task immediately, so that no caller keeps waiting for one. Tasks
	 * scheduled later still run when they are due, because a lease may outlive the close
	 * and its loss must be reported. The thread ends when no task is left, and is started
	 * again for a task that is scheduled after that. Does not wait for the tasks to run.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closing = !this.closed;
			this.closed = true;
			this.earlier.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** A task in the linked list of its slot, or the head of such a list. */
	private final class Entry implements Timeout {

		private final long tick;

		private final Runnable task;

		private Entry previous = this;

		private Entry next = this;

		private @Nullable Entry nextDue;

		/** Also prevents a task that was collected, but has not started. */
		private volatile boolean cancelled;

		Entry(long tick, Runnable task) {
			this.tick = tick;
			this.task = task;
		}

		void link(Entry head) {
			this.previous = head.previous;
			this.next = head;
			head.previous.next = this;
			head.previous = this;
		}

		void unlink() {
			this.previous.next = this.next;
			this.next.previous = this.previous;
			this.previous = this;
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			TimerWheel.this.lock.lock();
			try {
				if (this.previous != this) {
					unlink();
					TimerWheel.this.size--;
				}
			}
			finally {
				TimerWheel.this.lock.unlock();
			}
		}

	}

}

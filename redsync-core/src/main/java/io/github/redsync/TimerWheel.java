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

package io.github.redsync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.redsync.quorum.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers with a precision of one millisecond on one daemon thread, which sleeps until the
 * next task is due. Nearly all of these timers are cancelled long before they are due, so
 * to schedule and to cancel take constant time: a wheel of one slot a millisecond, each a
 * linked list.
 */
final class TimerWheel implements Timers, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TimerWheel.class);

	private static final int SLOTS = 4096;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long IDLE = Long.MAX_VALUE;

	/** A longer delay, of about 73 years, would overflow when added to the time. */
	private static final long MAX_DELAY_NANOS = Long.MAX_VALUE / 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition earlier = this.lock.newCondition();

	private final Entry[] slots = new Entry[SLOTS];

	private final long originNanos = System.nanoTime();

	private final String threadName;

	private int size;

	/** Every slot before this tick is done. */
	private long doneTick;

	/** The tick at which the thread will look again. */
	private long wakeTick = IDLE;

	/** Whether every task that is pending at the close is still to be called. */
	private boolean closing;

	private boolean closed;

	/** Whether the thread has ended, which it does when the closed wheel is empty. */
	private boolean ended;

	TimerWheel(String threadName) {
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
		// Rounded up: a task is never called early
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
				call(entry);
			}
			due = await();
		}
	}

	private static void call(Entry entry) {
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
	 * Wait for tasks that are due.
	 * @return the first of them, or null if there are no more and the wheel is closed
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
			logger.debug("The timer thread was interrupted, and goes on");
		}
	}

	/**
	 * Unlink what is due, all slots being due if the thread comes a whole turn late or
	 * the wheel is closed.
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
	 * Call every pending task immediately, as if it were due, so that no caller is left
	 * waiting for one. A task that is scheduled later is called when it is due: a lease
	 * may outlive the close, and its loss has to be reported. The thread ends when no
	 * task is left.
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

	/**
	 * A task in the list of its slot; also the head of such a list.
	 */
	private final class Entry implements Timeout {

		private final long tick;

		private final Runnable task;

		private Entry previous = this;

		private Entry next = this;

		private @Nullable Entry nextDue;

		/** Set also if the task was collected before, but not called yet. */
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

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

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.time.Timers;

/**
 * A pool of daemon threads that run the dependent actions of futures. Actions of users
 * may block, which on an event loop would stop every lock. Two threads suffice unless
 * actions block. Threads are then added, so that losses are still reported.
 */
final class CallbackExecutor extends ThreadPoolExecutor {

	private static final int MIN_THREADS = 2;

	private static final int MAX_THREADS = 256;

	/** A task that has waited for this time finds all threads blocked. */
	private static final long MAX_QUEUED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final Timers timers;

	private final AtomicBoolean checkScheduled = new AtomicBoolean();

	CallbackExecutor(Timers timers) {
		super(MIN_THREADS, MAX_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "redsync-callback-" + COUNT.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		this.timers = timers;
		allowCoreThreadTimeOut(true);
		// After the shutdown, futures must still be completed
		setRejectedExecutionHandler((task, pool) -> task.run());
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		scheduleCheck();
	}

	private void scheduleCheck() {
		if (!getQueue().isEmpty() && this.checkScheduled.compareAndSet(false, true)) {
			Runnable head = getQueue().peek();
			this.timers.schedule(MAX_QUEUED_NANOS, () -> adjustThreads(head));
		}
	}

	/**
	 * Add a thread if no thread has taken a task since the last check.
	 */
	private void adjustThreads(Runnable previousHead) {
		this.checkScheduled.set(false);
		Runnable head = getQueue().peek();
		if (head != null && head == previousHead && getCorePoolSize() < MAX_THREADS) {
			setCorePoolSize(getCorePoolSize() + 1);
		}
		else if (head == null) {
			setCorePoolSize(MIN_THREADS);
		}
		scheduleCheck();
	}

}

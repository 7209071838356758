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
 * The threads on which dependent actions of futures run, started when there is something
 * to run. A user's action may block; on an event loop that would stop every lock. Two
 * threads do, unless all of them are blocked: then others are added, so that a loss is
 * told whatever the actions before it do.
 */
final class CallbackExecutor extends ThreadPoolExecutor {

	private static final int FEWEST = 2;

	private static final int MOST = 256;

	private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final Timers timers;

	private final AtomicBoolean watched = new AtomicBoolean();

	CallbackExecutor(Timers timers) {
		super(FEWEST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "redsync-callback-" + COUNT.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		this.timers = timers;
		allowCoreThreadTimeOut(true);
		// After the end a future must still be completed
		setRejectedExecutionHandler((task, pool) -> task.run());
	}

	@Override
	public void execute(Runnable task) {
		super.execute(task);
		watch();
	}

	private void watch() {
		if (!getQueue().isEmpty() && this.watched.compareAndSet(false, true)) {
			Runnable first = getQueue().peek();
			this.timers.schedule(STUCK_NANOS, () -> relieve(first));
		}
	}

	/**
	 * Add a thread if none has taken a task meanwhile.
	 */
	private void relieve(Runnable first) {
		this.watched.set(false);
		Runnable next = getQueue().peek();
		if (next != null && next == first && getCorePoolSize() < MOST) {
			setCorePoolSize(getCorePoolSize() + 1);
		}
		else if (next == null) {
			setCorePoolSize(FEWEST);
		}
		watch();
	}

}

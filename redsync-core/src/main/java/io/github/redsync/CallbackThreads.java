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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which dependent actions of futures run: two at most, started when there
 * is something to run. A user's action may block; on an event loop that would stop every
 * lock.
 */
final class CallbackThreads extends ThreadPoolExecutor {

	private static final int THREADS = 2;

	private static final AtomicInteger COUNT = new AtomicInteger();

	CallbackThreads() {
		super(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, "redsync-callback-" + COUNT.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		allowCoreThreadTimeOut(true);
		// After the end a future must still be completed
		setRejectedExecutionHandler((task, pool) -> task.run());
	}

}

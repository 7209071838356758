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

package io.github.redsync.spring.execution;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thread pool for calls of methods that return a future, and for the actions that depend
 * on that future. It has a thread for each such call that runs, and none for calls that
 * wait for a lock or for their result.
 * <p>
 * The number of threads is not limited. With a limit, or on the application's own pool,
 * all threads could wait for calls that only they can run.
 */
public final class CallExecutor extends ThreadPoolExecutor {

	private static final AtomicInteger COUNT = new AtomicInteger();

	/**
	 * Create a pool. It starts threads on demand.
	 */
	public CallExecutor() {
		super(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "redsync-call-" + COUNT.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
	}

}

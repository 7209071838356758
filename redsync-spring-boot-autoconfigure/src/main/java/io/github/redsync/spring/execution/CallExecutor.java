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
 * The threads on which methods are called that return a future, and on which the actions
 * run that depend on it: as many as there are such calls at the moment, and none while
 * they wait for a lock or for their result. A limit, or the application's own pool, could
 * lock up: its threads may all be waiting for calls that only they could make.
 *
 * @since 0.1.0
 */
public final class CallExecutor extends ThreadPoolExecutor {

	private static final AtomicInteger COUNT = new AtomicInteger();

	/**
	 * Create the pool; threads are started when there is something to run.
	 */
	public CallExecutor() {
		super(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
			Thread thread = new Thread(task, "redsync-call-" + COUNT.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
	}

}

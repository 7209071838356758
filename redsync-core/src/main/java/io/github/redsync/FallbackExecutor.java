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

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on a user's executor. A task that the executor rejects, for example because
 * it was shut down, runs on the calling thread; otherwise a future would never complete.
 * Thread-safe.
 */
final class FallbackExecutor implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(Redsync.class);

	private final Executor executor;

	FallbackExecutor(Executor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable task) {
		AtomicBoolean started = new AtomicBoolean();
		Runnable once = () -> {
			if (started.compareAndSet(false, true)) {
				task.run();
			}
		};
		try {
			this.executor.execute(once);
		}
		catch (RuntimeException | Error ex) {
			if (started.get()) {
				// The executor runs tasks on the calling thread, and the task has failed
				throw ex;
			}
			logger.debug("The callback executor rejected a task, which runs on the calling thread", ex);
			once.run();
		}
	}

}

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

package io.github.redsync.spring.autoconfigure;

import java.util.List;

import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.PrintableName;
import io.github.redsync.Redsync;

/**
 * The {@link Redsync} behind a {@link RestartableRedsync}, which is replaced when the
 * application context is started again. Thread-safe.
 */
final class RedsyncDelegate {

	private volatile Redsync latest;

	private volatile boolean running = true;

	RedsyncDelegate(Redsync redsync) {
		this.latest = redsync;
	}

	void start(Redsync redsync) {
		this.latest = redsync;
		this.running = true;
	}

	/**
	 * Reject further use until the next start.
	 * @return the delegate to close
	 */
	Redsync stop() {
		this.running = false;
		return this.latest;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Return the latest delegate, which is closed while this is stopped.
	 */
	Redsync latest() {
		return this.latest;
	}

	/**
	 * Return the delegate if it is running.
	 * @param name the lock name, for the exception
	 * @throws LockNotAcquiredException if this is stopped
	 */
	Redsync running(String name) {
		if (!this.running) {
			throw new LockNotAcquiredException(
					"Lock '" + PrintableName.from(name)
							+ "' not acquired: Redsync is stopped; start the application context again",
					List.of(), null);
		}
		return this.latest;
	}

}

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

package io.github.redsync.benchmarks.worker;

import io.github.redsync.benchmarks.contender.LockClient;
import io.github.redsync.benchmarks.contender.LockClient.Held;
import org.jspecify.annotations.Nullable;

/**
 * Holds a lock between commands. Times are those of the monotonic clock, which all
 * processes of a machine share.
 */
final class BackgroundHolder {

	private final LockClient client;

	private @Nullable Held held;

	BackgroundHolder(LockClient client) {
		this.client = client;
	}

	Measurements acquire(WorkerCommand command) throws Exception {
		this.held = this.client.lock(command.text("name"));
		return new Measurements().with("nanos", System.nanoTime());
	}

	Measurements release() throws Exception {
		long nanos = System.nanoTime();
		if (this.held != null) {
			this.held.release();
		}
		return new Measurements().with("nanos", nanos);
	}

}

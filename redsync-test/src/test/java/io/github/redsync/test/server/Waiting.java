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

package io.github.redsync.test.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Polling for conditions. The limit only ends a test that would otherwise hang, and is no
 * requirement on speed.
 */
final class Waiting {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(10);

	private Waiting() {
	}

	static void until(String condition, BooleanSupplier reached) {
		long start = System.nanoTime();
		while (!reached.getAsBoolean()) {
			if (System.nanoTime() - start > LIMIT.toNanos()) {
				throw new AssertionError("Not within " + LIMIT + ": " + condition);
			}
			LockSupport.parkNanos(PAUSE.toNanos());
		}
	}

	static void untilGone(long pid) {
		until("process " + pid + " is gone", () -> isGone(pid));
	}

	private static boolean isGone(long pid) {
		Path stat = Path.of("/proc", String.valueOf(pid), "stat");
		try {
			// A process in state Z has ended as well
			return ProcessHandle.of(pid).isEmpty() || Files.exists(stat) && Files.readString(stat).contains(") Z ");
		}
		catch (IOException ex) {
			return true;
		}
	}

}

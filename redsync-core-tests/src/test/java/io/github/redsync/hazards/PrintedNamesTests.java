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

package io.github.redsync.hazards;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.memory.MemoryNodes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for names that come from a user. No message or text of an object contains a line
 * break or fills a log.
 */
class PrintedNamesTests {

	private static final String NAME = "user:eve\nFORGED" + "x".repeat(300);

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final Redsync redsync = this.nodes.connect();

	private final Mutex mutex = this.redsync.newMutex(NAME, (options) -> options.waitTime(Duration.ZERO));

	private final Mutex several = this.redsync.newMutex(List.of(NAME, "other"));

	@AfterEach
	void close() {
		this.redsync.close();
	}

	@Test
	void objectsHaveOneLine() {
		try (Lease lease = this.several.lock()) {
			assertOneLine(lease.toString());
		}
		assertOneLine(this.mutex.toString());
		assertOneLine(this.mutex.asLock().toString());
		assertOneLine(this.several.toString());
	}

	@Test
	void messagesOfMutexHaveOneLine() {
		try (Lease lease = this.mutex.lock()) {
			assertOneLine(this.mutex::lock);
			assertOneLine(lease::fencingToken);
			assertOneLine(() -> lease.fencingToken("another\nname"));
		}
		assertOneLine(() -> this.mutex.attach(""));
		assertOneLine(() -> this.several.attach(""));
		assertOneLine(() -> this.mutex.attach("value").ensureHeld());
		assertOneLine(() -> this.mutex.asLock().unlock());
		assertOneLine(() -> this.redsync.newMutex(NAME + ":fence"));
		assertOneLine(() -> this.redsync.newMutex("\n"));
	}

	@Test
	void messagesOfLeaseHaveOneLine() {
		Lease lease = this.mutex.lock();
		this.nodes.servers().forEach((server) -> server.evict(NAME));
		assertOneLine(lease::extend);
		assertOneLine(lease::ensureHeld);
		assertOneLine(lease::unlock);
		try (Lease both = this.several.lock()) {
			assertOneLine(both::fencingToken);
		}
	}

	@Test
	void ownerOfAnotherProcessHasOneLine() {
		this.nodes.servers()
			.forEach((server) -> server.set(NAME, "AAAAAAAAAAAAAAAAAAAAAA==@shop\nFORGED", Duration.ofMinutes(1)));
		assertOneLine(this.mutex::lock);
	}

	@Test
	void messageOfAsynchronousWorkHasOneLine() {
		assertOneLine(() -> {
			try {
				this.redsync.withLockAsync(NAME, () -> null).join();
			}
			catch (CompletionException ex) {
				throw ex.getCause();
			}
		});
	}

	private static void assertOneLine(ThrowingCallable call) {
		assertOneLine(String.valueOf(catchThrowable(call).getMessage()));
	}

	private static void assertOneLine(String text) {
		assertThat(text).doesNotContain("\n").hasSizeLessThan(700);
	}

}

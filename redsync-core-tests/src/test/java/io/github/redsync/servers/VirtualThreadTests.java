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

package io.github.redsync.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Virtual threads that wait for a lock release their carrier threads. Requires a later
 * Java version than the library.
 */
@RedisNodes(count = 3)
class VirtualThreadTests {

	private static final int WAITERS = 500;

	private final ServerGroup group;

	VirtualThreadTests(RedisServers servers) {
		this.group = ServerGroup.of(servers);
	}

	@Test
	void moreVirtualThreadsWaitThanThereAreCarriers() throws Exception {
		int feature = Runtime.version().feature();
		Assumptions.assumeTrue(feature >= 21, "Java " + feature + " has no virtual threads");
		ExecutorService threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try (Redsync redsync = this.group.connect()) {
			Mutex mutex = redsync.newMutex("virtual", (options) -> options.waitTime(Duration.ofMinutes(2)));
			List<Future<?>> waiting = new ArrayList<>();
			for (int i = 0; i < WAITERS; i++) {
				waiting.add(threads.submit(() -> mutex.lock().unlock()));
			}
			for (Future<?> each : waiting) {
				each.get(2, TimeUnit.MINUTES);
			}
			this.group.awaitGone("virtual");
			assertThat(waiting).allMatch(Future::isDone);
		}
		finally {
			threads.shutdownNow();
		}
	}

}

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contention of many threads in two processes for one lock.
 */
@RedisNodes(count = 5)
class ContentionTests {

	private static final int THREADS = 32;

	private static final int ACQUISITIONS = 2_000;

	/**
	 * The limit for the commands per acquisition. About 16 are needed, 26 without
	 * hand-offs, and 29 to 36 with polling.
	 */
	private static final int MAX_COMMANDS = 22;

	private static final Pattern CALLS = Pattern.compile("cmdstat_(?!info|config)[^:]+:calls=(\\d+)");

	private final RedisServers servers;

	private final ServerGroup group;

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger overlaps = new AtomicInteger();

	private final AtomicInteger acquisitions = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	ContentionTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	@Test
	void manyThreadsExcludeEachOtherWithFewRequests() throws InterruptedException {
		List<AtomicInteger> shares = new ArrayList<>();
		long commands;
		try (Redsync one = this.group.connect(); Redsync two = this.group.connect()) {
			long before = calls();
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 2 * THREADS; i++) {
				Redsync mine = (i % 2 == 0) ? one : two;
				AtomicInteger share = new AtomicInteger();
				shares.add(share);
				threads.add(new Thread(() -> contend(mine, share)));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join(TimeUnit.MINUTES.toMillis(2));
				assertThat(thread.isAlive()).isFalse();
			}
			commands = calls() - before;
		}
		assertThat(this.overlaps).hasValue(0);
		assertThat(shares).allMatch((share) -> share.get() > 0);
		assertThat((double) commands / this.acquisitions.get()).isLessThan(MAX_COMMANDS);
		this.group.awaitGone("hot");
	}

	private void contend(Redsync redsync, AtomicInteger share) {
		Mutex mutex = redsync.newMutex("hot", (options) -> options.waitTime(Duration.ofMinutes(2)));
		while (!this.stopped.get()) {
			Lease lease = mutex.lock();
			this.overlaps.addAndGet((this.inside.incrementAndGet() > 1) ? 1 : 0);
			this.inside.decrementAndGet();
			lease.unlock();
			share.incrementAndGet();
			if (this.acquisitions.incrementAndGet() >= ACQUISITIONS) {
				this.stopped.set(true);
			}
		}
	}

	private long calls() {
		long calls = 0;
		for (RedisServer server : this.servers) {
			Matcher matcher = CALLS.matcher(String.valueOf(server.command("INFO", "commandstats")));
			while (matcher.find()) {
				calls += Long.parseLong(matcher.group(1));
			}
		}
		return calls;
	}

}

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The number of threads does not depend on the number of nodes, names and leases.
 */
@RedisNodes(count = 5)
class ThreadTests {

	private static final Predicate<Thread> OF_LETTUCE = (thread) -> thread.getName().startsWith("lettuce-");

	private final ServerGroup group;

	private final RedisServers servers;

	ThreadTests(RedisServers servers) {
		this.group = ServerGroup.of(servers);
		this.servers = servers;
	}

	@Test
	void manyNodesAndLeasesNeedAsFewThreadsAsOneNode() {
		Set<Thread> before = threads();
		List<Thread> ofOne = new ArrayList<>();
		try (Redsync redsync = Redsync.connect(this.servers.get(0).uri())) {
			use(redsync, 1);
			ofOne.addAll(startedSince(before));
		}
		Set<Thread> later = threads();
		try (Redsync redsync = this.group.connect()) {
			use(redsync, 500);
			List<Thread> ofFive = startedSince(later);
			assertThat(ofFive.stream().filter(OF_LETTUCE.negate()).map(Thread::getName))
				.hasSameSizeAs(ofOne.stream().filter(OF_LETTUCE.negate()).toList())
				.hasSizeLessThanOrEqualTo(4);
			assertThat(ofFive).filteredOn(OF_LETTUCE)
				.hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 2);
		}
	}

	/**
	 * Hold, extend and release many locks, some of them with waiters.
	 */
	private static void use(Redsync redsync, int count) {
		List<CompletableFuture<Lease>> locks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			locks.add(redsync
				.newMutex("thread-" + i, (options) -> options.autoExtend(true).waitTime(Duration.ofMinutes(1)))
				.lockAsync());
		}
		List<Lease> leases = locks.stream().map(CompletableFuture::join).toList();
		CompletableFuture<Lease> waiting = redsync
			.newMutex("thread-0", (options) -> options.waitTime(Duration.ofMinutes(1)))
			.lockAsync();
		leases.stream().map(Lease::extendAsync).toList().forEach(CompletableFuture::join);
		leases.stream().map(Lease::unlockAsync).toList().forEach(CompletableFuture::join);
		waiting.join().unlock();
	}

	private static Set<Thread> threads() {
		return new HashSet<>(Thread.getAllStackTraces().keySet());
	}

	private static List<Thread> startedSince(Set<Thread> before) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> !before.contains(thread)).toList();
	}

}

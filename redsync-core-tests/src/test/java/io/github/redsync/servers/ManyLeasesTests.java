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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.memory.MemoryNodes;
import io.github.redsync.test.server.RedisServers;
import io.github.redsync.test.time.VirtualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for thousands of leases of one process.
 */
@RedisNodes(count = 3)
class ManyLeasesTests {

	@Test
	void fewThreadsExtendThousandsOfLeases(RedisServers servers) {
		Set<Lease> extended = ConcurrentHashMap.newKeySet();
		long threadsBefore = threads();
		try (Redsync redsync = ServerGroup.of(servers).connect((builder) -> builder.listener(new RedsyncListener() {

			@Override
			public void onExtended(Mutex mutex, Lease lease, boolean success) {
				if (success) {
					extended.add(lease);
				}
			}

		}))) {
			List<Lease> leases = acquire(redsync, 3_000);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> extended.size() == leases.size());
			assertThat(leases).allMatch(Lease::isValid);
			assertThat(threads() - threadsBefore).isLessThanOrEqualTo(4);
			List<CompletableFuture<Void>> released = leases.stream().map(Lease::unlockAsync).toList();
			released.forEach(CompletableFuture::join);
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("redsync-"))
			.count();
	}

	@Test
	void leasesAcquiredTogetherAreExtendedSeparately() {
		VirtualTime time = new VirtualTime();
		List<Long> extensions = new ArrayList<>();
		try (Redsync redsync = MemoryNodes.create(1, time).builder().listener(new RedsyncListener() {

			@Override
			public void onExtended(Mutex mutex, Lease lease, boolean success) {
				extensions.add(time.nanoTime() / 100_000_000);
			}

		}).build()) {
			List<Lease> leases = acquire(redsync, 300);
			IntStream.range(0, 8_000).forEach((millisecond) -> time.advance(Duration.ofMillis(1)));
			assertThat(leases).allMatch(Lease::isValid);
			// Three extensions of each lease in eighty slices of time
			assertThat(extensions).hasSizeBetween(900, 1_200);
			extensions.stream()
				.distinct()
				.forEach((slice) -> assertThat(extensions.stream().filter(slice::equals)).hasSizeLessThan(150));
		}
	}

	private static List<Lease> acquire(Redsync redsync, int count) {
		List<CompletableFuture<Lease>> acquired = IntStream.range(0, count)
			.mapToObj((i) -> redsync.newMutex("many-" + i, (options) -> options.autoExtend(true)).lockAsync())
			.toList();
		return acquired.stream().map(CompletableFuture::join).toList();
	}

}

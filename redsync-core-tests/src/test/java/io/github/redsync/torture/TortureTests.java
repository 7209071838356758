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

package io.github.redsync.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes contend for locks under random faults. Runs only in the profile
 * {@code torture}, for three minutes or {@code -Dredsync.torture.seconds}.
 */
@Tag("torture")
class TortureTests {

	private static final int NODES = 5;

	private static final int WORKERS = 3;

	private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(30);

	@TempDir
	private Path directory;

	@Test
	void lockNeverHasTwoHolders() throws Exception {
		long seed = Long.getLong("redsync.torture.seed", System.nanoTime());
		Duration time = Duration.ofSeconds(Long.getLong("redsync.torture.seconds", 180));
		System.out.println("Torture for " + time + " with -Dredsync.torture.seed=" + seed);
		Random random = new Random(seed);
		List<AutoCloseable> started = new ArrayList<>();
		try (RedisServers servers = RedisServers.start(NODES)) {
			List<FaultProxy> proxies = new ArrayList<>();
			servers.forEach((server) -> proxies.add(FaultProxy.inFrontOf(server)));
			started.addAll(proxies);
			List<String> uris = proxies.stream().map(FaultProxy::uri).toList();
			List<WorkerProcess> workers = new ArrayList<>();
			for (int i = 0; i < WORKERS; i++) {
				workers.add(WorkerProcess.start(this.directory, i, random.nextLong(), uris));
			}
			started.addAll(workers);
			for (WorkerProcess worker : workers) {
				worker.awaitLine("ready");
			}
			Map<String, Integer> faults = new Nemesis(servers, proxies, workers, random).injectFor(time);
			check(servers, workers, faults);
		}
		finally {
			for (AutoCloseable each : started) {
				each.close();
			}
		}
	}

	private static void check(RedisServers servers, List<WorkerProcess> workers, Map<String, Integer> faults)
			throws Exception {
		long healedNanos = System.nanoTime();
		awaitAvailability(workers, healedNanos);
		for (WorkerProcess worker : workers) {
			worker.finish();
		}
		List<String> keys = new ArrayList<>();
		servers.forEach((server) -> ((List<?>) server.command("KEYS", "*")).forEach((key) -> keys.add(key.toString())));
		History history = history(workers, healedNanos, keys);
		for (String name : Worker.NAMES) {
			List<HoldInterval> intervals = history.intervalsOf(name);
			System.out.printf("%s was held %d times; longest time without a holder: %d ms%n", name, intervals.size(),
					TimeUnit.NANOSECONDS.toMillis(HistoryCheck.longestGapNanos(intervals)));
			assertThat(intervals).hasSizeGreaterThan(30);
		}
		System.out.println("Faults: " + faults);
		assertThat(HistoryCheck.violations(history)).isEmpty();
	}

	/**
	 * Wait until every process has held every lock once more, up to a limit. The history
	 * check reports a process that has not.
	 */
	private static void awaitAvailability(List<WorkerProcess> workers, long healedNanos) throws IOException {
		while (!isAvailableAgain(history(workers, healedNanos, List.of()))
				&& System.nanoTime() - healedNanos < RECOVERY_LIMIT.toNanos()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		}
	}

	private static boolean isAvailableAgain(History history) {
		return history.names()
			.stream()
			.allMatch((name) -> history.intervals()
				.keySet()
				.stream()
				.allMatch((process) -> history.isAvailableAgain(process, name)));
	}

	private static History history(List<WorkerProcess> workers, long healedNanos, List<String> keys)
			throws IOException {
		Map<String, List<HoldInterval>> intervals = new TreeMap<>();
		for (WorkerProcess worker : workers) {
			intervals.put(worker.name(), worker.intervals());
		}
		return new History(Set.copyOf(Worker.NAMES), intervals, healedNanos, keys);
	}

}

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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServers;
import org.jspecify.annotations.Nullable;

/**
 * A source of random faults: it pauses, disconnects and restarts nodes, drops replies,
 * and pauses processes. It respects the assumptions of the algorithm: within the longest
 * expiry, at most a minority of the nodes loses its data.
 */
final class Nemesis {

	private static final long DATA_LOSS_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(4);

	private final RedisServers servers;

	private final List<FaultProxy> proxies;

	private final List<WorkerProcess> workers;

	private final Random random;

	private final Deque<Long> dataLosses = new ArrayDeque<>();

	private final Map<String, Integer> faults = new TreeMap<>();

	Nemesis(RedisServers servers, List<FaultProxy> proxies, List<WorkerProcess> workers, Random random) {
		this.servers = servers;
		this.proxies = proxies;
		this.workers = workers;
		this.random = random;
	}

	Map<String, Integer> injectFor(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			switch (this.random.nextInt(6)) {
				case 0 -> pauseNode();
				case 1 -> restartEmpty();
				case 2 -> disconnect();
				case 3 -> pauseWorker();
				case 4 -> dropReplies();
				default -> recordAndPause("no fault", 500);
			}
			recordAndPause(null, 100 + this.random.nextInt(300));
		}
		return this.faults;
	}

	private void pauseNode() {
		int node = this.random.nextInt(this.servers.size());
		this.servers.get(node).pause();
		recordAndPause("node paused", 50 + this.random.nextInt(3_000));
		this.servers.get(node).resume();
	}

	private void restartEmpty() {
		long now = System.nanoTime();
		while (!this.dataLosses.isEmpty() && now - this.dataLosses.peekFirst() > DATA_LOSS_PERIOD_NANOS) {
			this.dataLosses.removeFirst();
		}
		if (this.dataLosses.size() >= (this.servers.size() - 1) / 2) {
			return;
		}
		int node = this.random.nextInt(this.servers.size());
		this.servers.get(node).kill();
		recordAndPause("node restarted empty", this.random.nextInt(500));
		this.servers.get(node).restartEmpty();
		this.dataLosses.addLast(System.nanoTime());
	}

	private void disconnect() {
		this.proxies.get(this.random.nextInt(this.proxies.size())).disconnect();
		recordAndPause("connections lost", 1);
	}

	private void dropReplies() {
		FaultProxy proxy = this.proxies.get(this.random.nextInt(this.proxies.size()));
		proxy.dropReplies();
		recordAndPause("replies dropped", this.random.nextInt(1_000));
		proxy.heal();
	}

	private void pauseWorker() {
		WorkerProcess worker = this.workers.get(this.random.nextInt(this.workers.size()));
		worker.pause();
		recordAndPause("process paused", 50 + this.random.nextInt(4_000));
		worker.resume();
	}

	private void recordAndPause(@Nullable String fault, int millis) {
		if (fault != null) {
			this.faults.merge(fault, 1, Integer::sum);
		}
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

}

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
 * Does harm at random: stops, cuts and kills nodes, and stops processes. Keeps within
 * what the algorithm promises to survive: no more than a minority of the nodes forgets
 * what it granted within the longest expiry.
 */
final class Nemesis {

	private static final long FORGETTING_NANOS = TimeUnit.SECONDS.toNanos(4);

	private final RedisServers servers;

	private final List<FaultProxy> proxies;

	private final List<WorkerProcess> workers;

	private final Random random;

	private final Deque<Long> forgotten = new ArrayDeque<>();

	private final Map<String, Integer> deeds = new TreeMap<>();

	Nemesis(RedisServers servers, List<FaultProxy> proxies, List<WorkerProcess> workers, Random random) {
		this.servers = servers;
		this.proxies = proxies;
		this.workers = workers;
		this.random = random;
	}

	Map<String, Integer> tormentFor(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			switch (this.random.nextInt(6)) {
				case 0 -> pauseNode();
				case 1 -> restartEmpty();
				case 2 -> cut();
				case 3 -> pauseWorker();
				case 4 -> hangConnection();
				default -> rest("calm", 500);
			}
			rest(null, 100 + this.random.nextInt(300));
		}
		return this.deeds;
	}

	private void pauseNode() {
		int node = this.random.nextInt(this.servers.size());
		this.servers.get(node).pause();
		rest("node stopped", 50 + this.random.nextInt(3_000));
		this.servers.get(node).resume();
	}

	private void restartEmpty() {
		long now = System.nanoTime();
		while (!this.forgotten.isEmpty() && now - this.forgotten.peekFirst() > FORGETTING_NANOS) {
			this.forgotten.removeFirst();
		}
		if (this.forgotten.size() >= (this.servers.size() - 1) / 2) {
			return;
		}
		int node = this.random.nextInt(this.servers.size());
		this.servers.get(node).kill();
		rest("node restarted empty", this.random.nextInt(500));
		this.servers.get(node).restartEmpty();
		this.forgotten.addLast(System.nanoTime());
	}

	private void cut() {
		this.proxies.get(this.random.nextInt(this.proxies.size())).disconnect();
		rest("connections cut", 1);
	}

	private void hangConnection() {
		FaultProxy proxy = this.proxies.get(this.random.nextInt(this.proxies.size()));
		proxy.dropReplies();
		rest("replies lost", this.random.nextInt(1_000));
		proxy.heal();
	}

	private void pauseWorker() {
		WorkerProcess worker = this.workers.get(this.random.nextInt(this.workers.size()));
		worker.pause();
		rest("process stopped", 50 + this.random.nextInt(4_000));
		worker.resume();
	}

	private void rest(@Nullable String deed, int millis) {
		if (deed != null) {
			this.deeds.merge(deed, 1, Integer::sum);
		}
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

}

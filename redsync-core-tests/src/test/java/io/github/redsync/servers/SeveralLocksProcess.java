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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.server.RawRedis;

/**
 * The main class of a process that repeatedly acquires several locks together and
 * increments a counter under them. Increments are lost unless the locks exclude other
 * processes.
 */
public final class SeveralLocksProcess {

	static final String COUNT = "several-count";

	static final int THREADS = 2;

	static final int ROUNDS = 15;

	private final Mutex mutex;

	private final URI counter;

	private SeveralLocksProcess(Mutex mutex, URI counter) {
		this.mutex = mutex;
		this.counter = counter;
	}

	/**
	 * Run the rounds.
	 * @param arguments the names of the locks, separated by commas, and the URIs of the
	 * nodes; the counter is on the first node
	 */
	public static void main(String[] arguments) throws Exception {
		Redsync.Builder builder = Redsync.builder();
		for (int i = 1; i < arguments.length; i++) {
			builder.node(arguments[i]);
		}
		try (Redsync redsync = builder.build()) {
			ServerGroup.awaitUp(redsync, arguments.length - 1);
			Mutex mutex = redsync.newMutex(List.of(arguments[0].split(",")),
					(options) -> options.waitTime(Duration.ofSeconds(30))
						.retryDelay((attempt) -> Duration.ofMillis(2)));
			new SeveralLocksProcess(mutex, URI.create(arguments[1])).run();
		}
	}

	private void run() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		List<Future<Void>> counts = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			counts.add(threads.submit((Callable<Void>) this::count));
		}
		for (Future<Void> count : counts) {
			count.get();
		}
		threads.shutdown();
	}

	private Void count() {
		try (RawRedis redis = RawRedis.connect(this.counter.getHost(), this.counter.getPort())) {
			for (int i = 0; i < ROUNDS; i++) {
				try (Lease lease = this.mutex.lock()) {
					Object count = redis.command("GET", COUNT);
					redis.command("SET", COUNT, Integer.toString(Integer.parseInt(String.valueOf(count)) + 1));
					lease.ensureHeld();
				}
			}
		}
		return null;
	}

}

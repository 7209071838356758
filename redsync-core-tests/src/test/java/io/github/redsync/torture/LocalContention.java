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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redsync.Redsync;
import org.awaitility.Awaitility;

/**
 * Threads of this process that contend for one lock through any number of clients, while
 * a test injects faults into the servers.
 */
final class LocalContention implements AutoCloseable {

	static final String NAME = "contested";

	private final Duration expiry;

	private final Duration maxHold;

	private final Random random = new Random(11);

	private final Queue<HoldInterval> intervals = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private volatile boolean stopped;

	LocalContention(Duration expiry, Duration maxHold) {
		this.expiry = expiry;
		this.maxHold = maxHold;
	}

	/**
	 * Start threads that contend through one more client.
	 */
	void addContenders(Redsync client, int count) {
		for (int i = 0; i < count; i++) {
			Contender contender = contender(client);
			start(() -> contender.contendUntil(() -> this.stopped));
		}
	}

	/**
	 * Start a thread that acquires the lock and holds it until its validity ends. Wait
	 * until it holds the lock.
	 */
	void awaitHolder(Redsync client) {
		CompletableFuture<Void> held = new CompletableFuture<>();
		Contender contender = contender(client);
		start(() -> contender.holdUntilExpiry(() -> held.complete(null)));
		held.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private Contender contender(Redsync client) {
		return new Contender(client, List.of(NAME), this.expiry, this.maxHold, new Random(this.random.nextLong()),
				this.intervals::add);
	}

	private void start(Runnable work) {
		Thread thread = new Thread(work);
		thread.setUncaughtExceptionHandler((failed, ex) -> this.failure.set(ex));
		thread.start();
		this.threads.add(thread);
	}

	/**
	 * Wait for a number of further hold intervals.
	 */
	void awaitHolds(int more) {
		int before = this.intervals.size();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.intervals.size() >= before + more);
	}

	/**
	 * Stop all threads.
	 * @return their hold intervals
	 */
	List<HoldInterval> end() throws InterruptedException {
		close();
		if (this.failure.get() != null) {
			throw new AssertionError("A thread failed", this.failure.get());
		}
		return List.copyOf(this.intervals);
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}

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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.Redsync;

/**
 * The main class of a contending process: threads that take locks of a few names, hold
 * them for a while, checking that they still do, and write down what they claim.
 */
public final class Worker {

	private static final int THREADS = 4;

	private static final int NAMES = 3;

	private final Redsync redsync;

	private final PrintWriter history;

	private volatile boolean stopping;

	private Worker(Redsync redsync, PrintWriter history) {
		this.redsync = redsync;
		this.history = history;
	}

	/**
	 * Run until the standard input ends.
	 * @param arguments the file of the history, the seed, and the URIs of the nodes
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Redsync.Builder builder = Redsync.builder();
		for (int i = 2; i < arguments.length; i++) {
			builder.node(arguments[i]);
		}
		try (Redsync redsync = builder.build();
				PrintWriter history = new PrintWriter(
						Files.newBufferedWriter(Path.of(arguments[0]), StandardCharsets.UTF_8))) {
			awaitAllUp(redsync);
			System.out.println("ready");
			new Worker(redsync, history).run(new Random(Long.parseLong(arguments[1])));
			awaitAllUp(redsync);
		}
		System.out.println("done");
	}

	private static void awaitAllUp(Redsync redsync) {
		while (!redsync.nodes().stream().allMatch((node) -> node.isUp())) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private void run(Random random) throws IOException, InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Random own = new Random(random.nextLong());
			Thread thread = new Thread(() -> contend(own));
			thread.start();
			threads.add(thread);
		}
		while (System.in.read() >= 0) {
			continue;
		}
		this.stopping = true;
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private void contend(Random random) {
		while (!this.stopping) {
			String name = "torture-" + random.nextInt(NAMES);
			boolean extended = random.nextBoolean();
			try (Lease lease = this.redsync
				.newMutex(name,
						(options) -> options.expiry(Duration.ofMillis(2_000))
							.waitTime(Duration.ofSeconds(5))
							.fencing(true)
							.autoExtend(extended))
				.lock()) {
				hold(lease, random);
			}
			catch (LockNotAcquiredException ex) {
				// Nodes are down, or others are faster; that is what the run is about
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
	}

	private void hold(Lease lease, Random random) {
		long first = 0;
		long last = 0;
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(200));
		boolean over = false;
		while (!over) {
			// The last look comes after the last rest: who was stopped meanwhile looks
			// before it acts
			over = System.nanoTime() >= end;
			long before = System.nanoTime();
			if (!lease.isValid()) {
				break;
			}
			last = before;
			first = (first == 0) ? System.nanoTime() : first;
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(over ? 0 : random.nextInt(5_000)));
		}
		if (first != 0 && last >= first) {
			Claim claim = new Claim(lease.name(), lease.value(), lease.fencingToken(), first, last);
			synchronized (this.history) {
				this.history.println(claim.toLine());
				this.history.flush();
			}
		}
	}

}

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

import io.github.redsync.Redsync;

/**
 * The main class of a contending process. Its threads acquire locks of a few names and
 * write their hold intervals to a file.
 */
public final class Worker {

	private static final int THREADS = 4;

	static final List<String> NAMES = List.of("torture-0", "torture-1", "torture-2");

	private static final Duration EXPIRY = Duration.ofSeconds(2);

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
			Contender contender = new Contender(this.redsync, NAMES, EXPIRY, EXPIRY, new Random(random.nextLong()),
					this::write);
			Thread thread = new Thread(() -> contender.contendUntil(() -> this.stopping));
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

	private void write(HoldInterval interval) {
		synchronized (this.history) {
			this.history.println(interval.toLine());
			this.history.flush();
		}
	}

}

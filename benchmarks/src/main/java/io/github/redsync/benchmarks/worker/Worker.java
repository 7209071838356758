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

package io.github.redsync.benchmarks.worker;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.contender.LockClient;

/**
 * The main class of a contender's process. Connects the contender, prints {@code ready},
 * and executes commands until its input ends.
 */
public final class Worker {

	private final List<String> uris;

	private final LockClient client;

	private final BackgroundHolder held;

	private Worker(List<String> uris, LockClient client) {
		this.uris = uris;
		this.client = client;
		this.held = new BackgroundHolder(client);
	}

	/**
	 * Run a worker.
	 * @param args the contender's name, and the servers' URIs
	 * @throws Exception if a load fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> uris = List.of(args).subList(1, args.length);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		// The first reading, before the contender starts threads
		ResourceUsage.now();
		try (LockClient client = Contender.valueOf(args[0]).connect(uris)) {
			Worker worker = new Worker(uris, client);
			System.out.println("ready");
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				System.out.println(worker.execute(WorkerCommand.ofLine(line)).toLine());
			}
		}
		System.exit(0);
	}

	private Measurements execute(WorkerCommand command) throws Exception {
		return switch (command.load()) {
			case "loop" -> LockLoop.run(this.client, command);
			case "hold" -> this.held.acquire(command);
			case "release" -> this.held.release();
			case "contend" -> Contention.run(this.client, command);
			case "leases" -> ManyLeases.run(this.uris, command);
			default -> throw new IllegalArgumentException("Unknown load '" + command.load() + "'");
		};
	}

}

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

package io.github.redsync.benchmarks.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.harness.WorkerProcess;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.benchmarks.worker.Measurements;
import io.github.redsync.test.server.RedisServers;

/**
 * Measures one process that extends many leases on three nodes, which were acquired in
 * bursts.
 */
final class Leases implements Scenario {

	private static final int NODES = 3;

	private static final Map<Integer, Integer> SECONDS_BY_COUNT = new LinkedHashMap<>();
	static {
		SECONDS_BY_COUNT.put(10_000, 15);
		SECONDS_BY_COUNT.put(25_000, 15);
		SECONDS_BY_COUNT.put(50_000, 60);
	}

	@Override
	public String name() {
		return "leases";
	}

	@Override
	public void run(Report report) throws Exception {
		Table table = new Table("leases", "seconds", "lost", "extensions", "failed", "JVM CPU per extension (us)",
				"JVM cores used", "Redsync threads", "maximum per 100 ms / mean");
		for (Map.Entry<Integer, Integer> load : SECONDS_BY_COUNT.entrySet()) {
			try (RedisServers servers = RedisServers.start(NODES);
					WorkerProcess worker = WorkerProcess.start(Contender.REDSYNC, servers.uris())) {
				int seconds = load.getValue();
				Measurements measured = worker.execute("leases count=" + load.getKey() + " millis=" + seconds * 1000);
				table.row(Table.number(measured.get("leases")), seconds, Table.number(measured.get("lost")),
						Table.number(measured.get("extended")), Table.number(measured.get("failed")),
						Table.number(measured.get("cpu")), Table.number(measured.get("cores")),
						Table.number(measured.get("ownThreads")), Table.number(measured.get("maxSlice")));
			}
		}
		report.write(name(), table.toString());
	}

}

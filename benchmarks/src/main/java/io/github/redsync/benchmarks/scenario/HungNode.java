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

import java.util.List;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.harness.Samples;
import io.github.redsync.benchmarks.harness.WorkerProcess;
import io.github.redsync.benchmarks.harness.Workers;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;

/**
 * Measures lock and unlock with one of five nodes stopped by SIGSTOP, compared to five
 * healthy nodes. Does not include the Go worker: its client has no timeout by default, so
 * it waits for as long as the node is stopped.
 */
final class HungNode implements Scenario {

	private static final int NODES = 5;

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	private static final String LOOP = "loop threads=1 millis=3000";

	private static final List<Contender> CONTENDERS = List.of(Contender.BASELINE, Contender.REDSYNC,
			Contender.REDISSON_RED);

	@Override
	public String name() {
		return "hung-node";
	}

	@Override
	public void run(Report report) throws Exception {
		Samples healthy = new Samples();
		Samples hung = new Samples();
		try (RedisServers servers = RedisServers.start(NODES);
				Workers workers = Workers.start(CONTENDERS, servers.uris())) {
			workers.forEach((worker) -> worker.execute(LOOP));
			for (int round = 0; round < ROUNDS; round++) {
				for (WorkerProcess worker : workers) {
					healthy.add(worker.title(), worker.execute(LOOP));
				}
				RedisServer stopped = servers.get(round % NODES);
				stopped.pause();
				for (WorkerProcess worker : workers) {
					hung.add(worker.title(), worker.execute(LOOP));
				}
				stopped.resume();
				// Lets the workers reconnect and complete pending requests
				workers.forEach((worker) -> worker.execute(LOOP));
			}
		}
		write(report, healthy, hung);
	}

	private void write(Report report, Samples healthy, Samples hung) throws Exception {
		Table table = new Table("", "healthy p50 (us)", "hung p50, x healthy (us)", "healthy p99 (us)",
				"hung p99, x healthy (us)");
		for (String title : healthy.titles()) {
			table.row(title, Table.number(healthy.median(title, "p50")), cell(hung, healthy, title, "p50"),
					Table.number(healthy.median(title, "p99")), cell(hung, healthy, title, "p99"));
		}
		report.write(name(), table.toString());
	}

	private static String cell(Samples hung, Samples healthy, String title, String name) {
		Samples both = new Samples();
		both.addAll("hung", hung, title);
		both.addAll("healthy", healthy, title);
		return Table.ratio(both.ratio("hung", "healthy", name), hung.median(title, name));
	}

}

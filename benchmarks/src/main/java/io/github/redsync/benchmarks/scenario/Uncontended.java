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
import io.github.redsync.benchmarks.report.Plot;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.benchmarks.worker.Measurements;
import io.github.redsync.test.server.RedisServers;

/**
 * Measures lock and unlock without contention, with 1, 16 and 64 threads.
 */
final class Uncontended implements Scenario {

	private static final int MILLIS = 1_000;

	private static final int ROUNDS = Integer.getInteger("rounds", 9);

	private static final String BASELINE = Contender.BASELINE.title();

	private final int nodes;

	private final List<Contender> contenders;

	Uncontended(int nodes, Contender... contenders) {
		this.nodes = nodes;
		this.contenders = List.of(contenders);
	}

	@Override
	public String name() {
		return "uncontended-" + this.nodes;
	}

	@Override
	public void run(Report report) throws Exception {
		Samples samples = new Samples();
		try (RedisServers servers = RedisServers.start(this.nodes);
				Workers workers = Workers.start(this.contenders, servers.uris())) {
			if (this.nodes > 1) {
				workers.withGo(servers.uris());
			}
			workers.forEach((worker) -> {
				loop(worker, 64, 4 * MILLIS);
				loop(worker, 1, 2 * MILLIS);
			});
			for (int round = 0; round < ROUNDS; round++) {
				for (WorkerProcess worker : workers.inOrder(round % 2 == 0)) {
					samples.add(worker.title(), measure(worker));
				}
			}
		}
		write(report, samples);
	}

	private static Measurements measure(WorkerProcess worker) {
		Measurements one = loop(worker, 1, MILLIS);
		Measurements some = loop(worker, 16, MILLIS);
		Measurements many = loop(worker, 64, MILLIS);
		return new Measurements().with("p50", one.get("p50"))
			.with("p99", one.get("p99"))
			.with("bytes", one.get("bytes"))
			.with("rate1", one.get("rate"))
			.with("rate16", some.get("rate"))
			.with("rate64", many.get("rate"))
			.with("cpu64", many.get("cpu"))
			.with("threads", many.get("threads"));
	}

	private static Measurements loop(WorkerProcess worker, int threads, int millis) {
		return worker.execute("loop threads=" + threads + " millis=" + millis);
	}

	private void write(Report report, Samples samples) throws Exception {
		Table table = new Table("", "p50 (us)", "p99 (us)", "1 thread (ops/s)", "16 threads", "64 threads",
				"JVM CPU at 64 (us/op)", "allocated (bytes/op)", "threads started");
		String subject = "Lock and unlock, " + this.nodes + ((this.nodes > 1) ? " nodes" : " node");
		Plot latency = new Plot(subject + ", 1 thread: p50, x baseline");
		Plot rate = new Plot(subject + ", 64 threads: rate, x baseline");
		for (String title : samples.titles()) {
			table.row(title, cell(samples, title, "p50"), cell(samples, title, "p99"), cell(samples, title, "rate1"),
					cell(samples, title, "rate16"), cell(samples, title, "rate64"), cell(samples, title, "cpu64"),
					cell(samples, title, "bytes"), Table.number(samples.median(title, "threads")));
			latency.bar(title, samples.ratio(title, BASELINE, "p50"));
			rate.bar(title, samples.ratio(title, BASELINE, "rate64"));
		}
		report.write(name(), table + "\n\n" + report.write(name() + "-latency", latency) + "\n\n"
				+ report.write(name() + "-rate", rate));
	}

	private static String cell(Samples samples, String title, String name) {
		return Table.ratio(samples.ratio(title, BASELINE, name), samples.median(title, name));
	}

}

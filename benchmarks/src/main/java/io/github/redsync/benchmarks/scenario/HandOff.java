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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.harness.Pairs;
import io.github.redsync.benchmarks.harness.Samples;
import io.github.redsync.benchmarks.harness.WorkerProcess;
import io.github.redsync.benchmarks.harness.Workers;
import io.github.redsync.benchmarks.report.Plot;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.benchmarks.worker.Measurements;
import io.github.redsync.test.server.RedisServers;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the call that releases a lock in one process to the return of
 * the call that acquires it in another process.
 */
final class HandOff implements Scenario {

	private static final int ROUNDS = Integer.getInteger("rounds", 5);

	private static final int REPETITIONS = 60;

	private final int nodes;

	private final List<Contender> contenders;

	HandOff(int nodes, Contender... contenders) {
		this.nodes = nodes;
		this.contenders = List.of(contenders);
	}

	@Override
	public String name() {
		return "hand-off-" + this.nodes;
	}

	@Override
	public void run(Report report) throws Exception {
		Samples samples = new Samples();
		Map<String, Histogram> all = new HashMap<>();
		try (RedisServers servers = RedisServers.start(this.nodes);
				Pairs pairs = Pairs.start(this.contenders, servers.uris())) {
			if (this.nodes > 1) {
				pairs.addGo(servers.uris());
			}
			for (Workers pair : pairs) {
				measure(pair);
			}
			for (int round = 0; round < ROUNDS; round++) {
				for (Workers pair : pairs) {
					String title = pair.get(0).title();
					Histogram times = measure(pair);
					samples.add(title, new Measurements().with("p50", times.getValueAtPercentile(50) / 1e6));
					all.computeIfAbsent(title, (key) -> new Histogram(3)).add(times);
				}
			}
		}
		write(report, samples, all);
	}

	private Histogram measure(Workers pair) throws InterruptedException {
		Histogram times = new Histogram(3);
		WorkerProcess holder = pair.get(0);
		WorkerProcess waiter = pair.get(1);
		holder.execute("hold name=hand-off");
		for (int i = 0; i < REPETITIONS; i++) {
			waiter.send("hold name=hand-off");
			Thread.sleep(ThreadLocalRandom.current().nextInt(10, 20));
			double released = holder.execute("release").get("nanos");
			double acquired = waiter.await().get("nanos");
			times.recordValue((long) (acquired - released));
			WorkerProcess next = waiter;
			waiter = holder;
			holder = next;
		}
		holder.execute("release");
		return times;
	}

	private void write(Report report, Samples samples, Map<String, Histogram> all) throws Exception {
		String baseline = Contender.BASELINE_WAKE.title();
		Table table = new Table("", "p50 (ms)", "p99 (ms)");
		Plot plot = new Plot("Hand-off between processes, " + this.nodes + " node(s), p50 against baseline-wake");
		double baselineP99 = all.getOrDefault(baseline, new Histogram(3)).getValueAtPercentile(99);
		for (String title : samples.titles()) {
			double p99 = all.getOrDefault(title, new Histogram(3)).getValueAtPercentile(99);
			table.row(title, Table.ratio(samples.ratio(title, baseline, "p50"), samples.median(title, "p50")),
					Table.ratio(p99 / baselineP99, p99 / 1e6));
			plot.bar(title, samples.ratio(title, baseline, "p50"));
		}
		report.write(name(), table + "\n\n" + report.write(name(), plot));
	}

}

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
import io.github.redsync.benchmarks.harness.Pairs;
import io.github.redsync.benchmarks.harness.Samples;
import io.github.redsync.benchmarks.harness.ServerCommands;
import io.github.redsync.benchmarks.harness.Workers;
import io.github.redsync.benchmarks.report.Plot;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.benchmarks.worker.Measurements;
import io.github.redsync.test.server.RedisServers;

/**
 * Measures one lock under contention of two processes with 32 threads each, which release
 * the lock immediately.
 */
final class Contended implements Scenario {

	private static final int ROUNDS = Integer.getInteger("rounds", 5);

	private static final String COMMAND = "contend name=contended threads=32 millis=3000";

	private final int nodes;

	private final List<Contender> contenders;

	Contended(int nodes, Contender... contenders) {
		this.nodes = nodes;
		this.contenders = List.of(contenders);
	}

	@Override
	public String name() {
		return "contended-" + this.nodes;
	}

	@Override
	public void run(Report report) throws Exception {
		Samples samples = new Samples();
		try (RedisServers servers = RedisServers.start(this.nodes);
				Pairs pairs = Pairs.start(this.contenders, servers.uris())) {
			for (Workers pair : pairs) {
				measure(pair, servers);
			}
			for (int round = 0; round < ROUNDS; round++) {
				for (Workers pair : pairs) {
					samples.add(pair.get(0).title(), measure(pair, servers));
				}
			}
		}
		write(report, samples);
	}

	private Measurements measure(Workers pair, RedisServers servers) {
		Contender contender = contender(pair.get(0).title());
		ServerCommands before = ServerCommands.of(servers);
		long begin = System.nanoTime();
		pair.forEach((worker) -> worker.send(COMMAND));
		Measurements one = pair.get(0).await();
		Measurements other = pair.get(1).await();
		double seconds = (System.nanoTime() - begin) / 1e9;
		ServerCommands commands = ServerCommands.of(servers).since(before);
		double acquired = one.get("acquired") + other.get("acquired");
		return new Measurements().with("rate", acquired / seconds)
			.with("sent", commands.count(contender::sends) / acquired)
			.with("executed", commands.count((command) -> true) / acquired)
			.with("cpu", (one.get("cpu") + other.get("cpu")) / acquired)
			.with("fewest", Math.min(one.get("fewest"), other.get("fewest")))
			.with("most", Math.max(one.get("most"), other.get("most")))
			.with("p99", Math.max(one.get("p99"), other.get("p99")))
			.with("longest", Math.max(one.get("longest"), other.get("longest")));
	}

	private Contender contender(String title) {
		return this.contenders.stream()
			.filter((contender) -> contender.title().equals(title))
			.findFirst()
			.orElseThrow();
	}

	private void write(Report report, Samples samples) throws Exception {
		String baseline = Contender.BASELINE_WAKE.title();
		Table table = new Table("", "acquisitions/s", "commands sent, each", "commands run, each", "JVM CPU each (us)",
				"per thread, fewest / most", "p99 wait (ms)", "longest wait (ms)");
		Plot plot = new Plot(
				"Two processes x 32 threads, one lock, " + this.nodes + " node(s), rate against baseline-wake");
		for (String title : samples.titles()) {
			table.row(title, cell(samples, title, baseline, "rate"), Table.number(samples.median(title, "sent")),
					Table.number(samples.median(title, "executed")), cell(samples, title, baseline, "cpu"),
					Table.number(samples.median(title, "fewest")) + " / " + Table.number(samples.median(title, "most")),
					Table.number(samples.median(title, "p99")), Table.number(samples.median(title, "longest")));
			plot.bar(title, samples.ratio(title, baseline, "rate"));
		}
		report.write(name(), table + "\n\n" + report.write(name(), plot));
	}

	private static String cell(Samples samples, String title, String baseline, String name) {
		return Table.ratio(samples.ratio(title, baseline, name), samples.median(title, name));
	}

}

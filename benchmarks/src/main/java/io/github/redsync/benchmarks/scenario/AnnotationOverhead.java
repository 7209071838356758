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

import java.util.Collection;
import java.util.Objects;

import io.github.redsync.benchmarks.harness.Samples;
import io.github.redsync.benchmarks.jmh.AnnotationBenchmark;
import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.report.Table;
import io.github.redsync.benchmarks.worker.Measurements;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the cost of an annotated method over the same code written by hand, by JMH.
 */
final class AnnotationOverhead implements Scenario {

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	@Override
	public String name() {
		return "annotation";
	}

	@Override
	public void run(Report report) throws Exception {
		Samples samples = new Samples();
		for (int round = 0; round < ROUNDS; round++) {
			Collection<RunResult> results = new Runner(new OptionsBuilder().include(AnnotationBenchmark.class.getName())
				.addProfiler(GCProfiler.class)
				.shouldFailOnError(true)
				.verbosity(VerboseMode.SILENT)
				.build()).run();
			for (RunResult result : results) {
				samples.add(result.getPrimaryResult().getLabel(),
						new Measurements().with("nanos", result.getPrimaryResult().getScore())
							.with("bytes", allocated(result)));
			}
		}
		write(report, samples);
	}

	private static double allocated(RunResult result) {
		return Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore();
	}

	private void write(Report report, Samples samples) throws Exception {
		Table table = new Table("", "time (ns)", "allocated (bytes)");
		for (String title : samples.titles()) {
			table.row(title, Table.number(samples.median(title, "nanos")),
					Table.number(samples.median(title, "bytes")));
		}
		table.row("difference", difference(samples, "nanos"), difference(samples, "bytes"));
		report.write(name(), table.toString());
	}

	private static String difference(Samples samples, String name) {
		return Table.number(samples.median("annotated", name) - samples.median("programmatic", name));
	}

}

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

package io.github.redsync.benchmarks;

import java.nio.file.Path;
import java.util.List;

import io.github.redsync.benchmarks.report.Report;
import io.github.redsync.benchmarks.scenario.Scenario;
import io.github.redsync.benchmarks.scenario.Scenarios;

/**
 * Runs scenarios and writes their results to the documentation.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Run scenarios.
	 * @param args the root directory of the project, and the names of the scenarios,
	 * separated by commas, or {@code all}
	 * @throws Exception if a scenario fails
	 */
	public static void main(String[] args) throws Exception {
		Report report = new Report(Path.of(args[0]));
		List<String> selected = List.of(args[1].split(","));
		for (Scenario scenario : Scenarios.all()) {
			if (selected.contains("all") || selected.contains(scenario.name())) {
				System.out.println("Measuring " + scenario.name());
				scenario.run(report);
			}
		}
	}

}

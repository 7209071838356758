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

import io.github.redsync.benchmarks.report.Report;

/**
 * Something that is measured. All contenders of a scenario are measured in one run, round
 * after round in turn, so that a drift of the machine hits all of them alike.
 */
public interface Scenario {

	/**
	 * Return the name by which the scenario is asked for, and which its section has.
	 * @return the name
	 */
	String name();

	/**
	 * Measure, and write the results.
	 * @param report where the results go
	 * @throws Exception if a contender breaks off
	 */
	void run(Report report) throws Exception;

}

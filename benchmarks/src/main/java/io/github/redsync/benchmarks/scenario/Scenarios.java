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

/**
 * The list of all scenarios.
 */
public final class Scenarios {

	private Scenarios() {
	}

	/**
	 * Return the scenarios.
	 * @return the scenarios, in the order of the page
	 */
	public static List<Scenario> all() {
		return List.of(
				new Uncontended(1, Contender.BASELINE, Contender.REDSYNC, Contender.REDISSON, Contender.SPRING_PUBSUB,
						Contender.SHEDLOCK, Contender.LOCK4J),
				new Uncontended(5, Contender.BASELINE, Contender.REDSYNC, Contender.REDISSON_RED),
				new HandOff(1, Contender.BASELINE_WAKE, Contender.REDSYNC, Contender.REDISSON, Contender.SPRING_PUBSUB,
						Contender.SPRING_SPIN),
				new HandOff(5, Contender.BASELINE_WAKE, Contender.REDSYNC, Contender.REDISSON_RED),
				new Contended(1, Contender.BASELINE_WAKE, Contender.REDSYNC, Contender.REDISSON,
						Contender.SPRING_PUBSUB),
				new Contended(5, Contender.BASELINE_WAKE, Contender.REDSYNC, Contender.REDISSON_RED), new HungNode(),
				new Leases(), new AnnotationOverhead());
	}

}

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

package io.github.redsync.simulation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Runs the algorithm in random worlds. {@code -Dredsync.simulation.seconds=600} sets the
 * duration, {@code -Dredsync.simulation.seed=42} repeats one run and prints its events.
 */
@Tag("simulation")
class SimulationTests {

	private static final int SECONDS = Integer.getInteger("redsync.simulation.seconds", 3);

	@Test
	void invariantsHoldInRandomWorlds() {
		Long singleSeed = Long.getLong("redsync.simulation.seed");
		if (singleSeed != null) {
			System.out.println(report(singleSeed));
		}
		long first = (singleSeed != null) ? singleSeed : System.nanoTime();
		long end = System.nanoTime() + SECONDS * 1_000_000_000L;
		long seed = first;
		long grants = 0;
		do {
			World world = Simulation.run(seed, Mutant.NONE, false);
			grants += world.checker().grants();
			if (world.checker().violation() != null) {
				fail(report(seed));
			}
			seed++;
		}
		while (singleSeed == null && System.nanoTime() < end);
		System.out.println((seed - first) + " runs from seed " + first + " with " + grants + " grants");
		assertThat(grants).isPositive();
	}

	@Test
	void sameSeedIsSameRun() {
		for (long seed = 0; seed < 10; seed++) {
			World first = Simulation.run(seed, Mutant.NONE, true);
			World second = Simulation.run(seed, Mutant.NONE, true);
			assertThat(first.trace()).isEqualTo(second.trace());
		}
	}

	private static String report(long seed) {
		World world = Simulation.run(seed, Mutant.NONE, true);
		return "Violation: " + world.checker().violation() + "\nRepeat it with -Dredsync.simulation.seed=" + seed + "\n"
				+ String.join("\n", world.trace());
	}

}

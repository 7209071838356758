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

import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Breaks the algorithm in many ways, to show that the random mode notices. Each mutant
 * does its harm in the run of a seed that is printed; where the simulator was changed
 * since the seed was written down here, a seed soon after it. The same runs are clean if
 * nothing is broken. {@code -Dredsync.simulation.mutant=ForgetsTheDrift} leaves out the
 * others, and {@code -Dredsync.simulation.seed=42} repeats one run and tells it.
 */
@Tag("simulation")
class SimulationMutantTests {

	private static final String TWO_HOLDERS = "valid at a time|meanwhile|have its key";

	/** The second is what leads to the first. */
	private static final String TOKEN_REPEATS = "got token|vouch for less";

	private static final int MOST_SEEDS = 50_000;

	private static final int LEAST_CLEAN = 50;

	@ParameterizedTest
	@MethodSource("mutants")
	void isCaughtAndNothingElseIs(Planted planted) {
		Long single = Long.getLong("redsync.simulation.seed");
		if (single != null) {
			planted.mutant.get().run(single, true).events().forEach(System.out::println);
			return;
		}
		long seed = planted.firstHarm();
		System.out
			.println(planted + " is caught by seed " + seed + ": " + planted.mutant.get().run(seed, false).violation());
		for (long clean = planted.seed; clean <= Math.max(seed, planted.seed + LEAST_CLEAN); clean++) {
			RunResult story = planted.mutant.get().control().run(clean, false);
			assertThat(story.violation()).as("seed %d without the mutant", clean).isNull();
		}
	}

	static Stream<Planted> mutants() {
		String only = System.getProperty("redsync.simulation.mutant", "");
		return Stream
			.of(new Planted(ClockMutants.CountsLateVotes::new, 1, TWO_HOLDERS),
					new Planted(ClockMutants.ForgetsTheDrift::new, 1, TWO_HOLDERS),
					new Planted(ClockMutants.TrustsTheMonotonicClock::new, 1, TWO_HOLDERS),
					new Planted(MessageMutants.SkipsTheCleanUp::new, 1, "Soon after the end"),
					new Planted(MessageMutants.ReusesValuesOutOfOrder::new, 1, TWO_HOLDERS),
					new Planted(MessageMutants.ReplaysAcquisitions::new, 1, "Soon after the end"),
					new Planted(MessageMutants.ReleasesKeysOfOthers::new, 1, TWO_HOLDERS),
					new Planted(MessageMutants.SkipsTheSecondPhase::new, 1, "got token"),
					new Planted(VoteMutants.LetsRestartedServersVote::new, 131, TWO_HOLDERS),
					new Planted(VoteMutants.NeedsOneVoteLess::new, 1, TWO_HOLDERS),
					new Planted(VoteMutants.CountsLapsedKeys::new, 137, TWO_HOLDERS),
					new Planted(VoteMutants.CountsKeysSetAgain::new, 2450, TWO_HOLDERS),
					new Planted(WaitQueueMutants.PassesOnWithoutComparing::new, 915, TWO_HOLDERS),
					new Planted(WaitQueueMutants.CountsVotesForThePredecessor::new, 2052, TWO_HOLDERS),
					new Planted(WaitQueueMutants.TakesNoticesForProof::new, 4, TWO_HOLDERS),
					new Planted(CodeMutants.TakesEveryKeyForContinuous::new, 6455, TWO_HOLDERS),
					new Planted(CodeMutants.DoubtsNoKey::new, 25585, TWO_HOLDERS),
					new Planted(CodeMutants.CountsGrantsOfLostAttempts::new, 6, TWO_HOLDERS),
					new Planted(FenceMutants.VouchesAfterRestart::new, 23, TOKEN_REPEATS),
					new Planted(FenceMutants.GrantMakesCountersVouch::new, 97, TOKEN_REPEATS),
					new Planted(FenceMutants.RaisesInAnotherIncarnation::new, 105290, TOKEN_REPEATS),
					new Planted(FenceMutants.NeedsOneVoucher::new, 2718, TOKEN_REPEATS),
					new Planted(FenceMutants.SkipsTheQuarantine::new, 3645, TOKEN_REPEATS),
					new Planted(FenceMutants.RaisesWithoutTheLock::new, 69, TOKEN_REPEATS),
					new Planted(FenceMutants.LowersCounters::new, 62, TOKEN_REPEATS),
					new Planted(FenceMutants.LeavesServersWithoutToken::new, 1, "was not reached"),
					new Planted(FenceMutants.LeavesLargerCounters::new, 15011, "was not reached"),
					new Planted(FenceMutants.RepeatsTheTokenOfTheHolder::new, 17, TOKEN_REPEATS),
					new Planted(FenceMutants.DoesNotAwaitCounters::new, 1, "does not get the lock"))
			.filter((planted) -> planted.toString().contains(only));
	}

	/**
	 * A mutant and the harm that it must do.
	 *
	 * @param mutant makes the mutant
	 * @param seed the seed to begin with
	 * @param harm a pattern of the violation
	 */
	record Planted(Supplier<Mutant> mutant, long seed, String harm) {

		long firstHarm() {
			Pattern pattern = Pattern.compile(this.harm);
			Mutant planted = this.mutant.get();
			for (long next = this.seed; next < this.seed + MOST_SEEDS; next++) {
				String violation = planted.run(next, false).violation();
				// Some do other harm as well
				if (violation != null && pattern.matcher(violation).find()) {
					return next;
				}
			}
			return fail(this + " was not caught by any seed from " + this.seed + " to " + (this.seed + MOST_SEEDS));
		}

		@Override
		public String toString() {
			return this.mutant.get().toString();
		}

	}

}

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
 * Tests that the random mode detects each mutant of the algorithm. The test prints the
 * first seed, from the given one, whose run has the expected violation. The same runs
 * without the mutant must have none. {@code -Dredsync.simulation.mutant=IgnoresDrift}
 * runs one mutant only, and {@code -Dredsync.simulation.seed=42} prints the events of one
 * run.
 */
@Tag("simulation")
class SimulationMutantTests {

	private static final String TWO_HOLDERS = "at the same time|held the lock since|have its key";

	/** Too few vouching counters lead to a repeated token. */
	private static final String TOKEN_REPEATS = "got token|vouch for less";

	private static final int MAX_SEEDS = 50_000;

	private static final int MIN_CLEAN_RUNS = 50;

	@ParameterizedTest
	@MethodSource("mutants")
	void mutantAloneIsCaught(ExpectedCatch expected) {
		Long single = Long.getLong("redsync.simulation.seed");
		if (single != null) {
			expected.mutant.get().run(single, true).events().forEach(System.out::println);
			return;
		}
		long seed = expected.firstViolatingSeed();
		System.out.println(
				expected + " is caught by seed " + seed + ": " + expected.mutant.get().run(seed, false).violation());
		for (long clean = expected.seed; clean <= Math.max(seed, expected.seed + MIN_CLEAN_RUNS); clean++) {
			RunResult result = expected.mutant.get().control().run(clean, false);
			assertThat(result.violation()).as("seed %d without the mutant", clean).isNull();
		}
	}

	static Stream<ExpectedCatch> mutants() {
		String only = System.getProperty("redsync.simulation.mutant", "");
		return Stream
			.of(new ExpectedCatch(ClockMutants.CountsLateVotes::new, 1, TWO_HOLDERS),
					new ExpectedCatch(ClockMutants.IgnoresDrift::new, 1, TWO_HOLDERS),
					new ExpectedCatch(ClockMutants.TrustsMonotonicClock::new, 1, TWO_HOLDERS),
					new ExpectedCatch(MessageMutants.SkipsCleanUp::new, 1, "After the releases"),
					new ExpectedCatch(MessageMutants.ReusesValuesOutOfOrder::new, 1, TWO_HOLDERS),
					new ExpectedCatch(MessageMutants.ReplaysAcquisitions::new, 1, "After the releases"),
					new ExpectedCatch(MessageMutants.ReleasesKeysOfOthers::new, 1, TWO_HOLDERS),
					new ExpectedCatch(MessageMutants.SkipsSecondPhase::new, 1, "got token"),
					new ExpectedCatch(VoteMutants.LetsRestartedServersVote::new, 131, TWO_HOLDERS),
					new ExpectedCatch(VoteMutants.NeedsOneVoteLess::new, 1, TWO_HOLDERS),
					new ExpectedCatch(VoteMutants.CountsMissingKeys::new, 137, TWO_HOLDERS),
					new ExpectedCatch(VoteMutants.CountsRestoredKeys::new, 2450, TWO_HOLDERS),
					new ExpectedCatch(WaitQueueMutants.HandsOffWithoutComparing::new, 915, TWO_HOLDERS),
					new ExpectedCatch(WaitQueueMutants.CountsVotesForPredecessor::new, 2052, TWO_HOLDERS),
					new ExpectedCatch(WaitQueueMutants.TrustsChangeNotifications::new, 4, TWO_HOLDERS),
					new ExpectedCatch(CodeMutants.CountsUnprovenKeys::new, 6455, TWO_HOLDERS),
					new ExpectedCatch(CodeMutants.TrustsRestoredKeys::new, 25585, TWO_HOLDERS),
					new ExpectedCatch(CodeMutants.CountsGrantsOfAbandonedAttempts::new, 6, TWO_HOLDERS),
					new ExpectedCatch(FenceMutants.VouchesAfterRestart::new, 23, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.GrantMakesCountersVouch::new, 97, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.RaisesInAnotherIncarnation::new, 105290, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.NeedsOneVoucher::new, 2718, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.SkipsQuarantine::new, 3645, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.RaisesWithoutLock::new, 69, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.LowersCounters::new, 62, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.LeavesServersWithoutToken::new, 1, "did not receive token"),
					new ExpectedCatch(FenceMutants.LeavesLargerCounters::new, 15011, "did not receive token"),
					new ExpectedCatch(FenceMutants.RepeatsTokenOfHolder::new, 17, TOKEN_REPEATS),
					new ExpectedCatch(FenceMutants.DoesNotAwaitCounters::new, 1, "does not get the free lock"))
			.filter((expected) -> expected.toString().contains(only));
	}

	/**
	 * A mutant and the violation that it must cause.
	 *
	 * @param mutant the factory of the mutant
	 * @param seed the first seed to try
	 * @param expectedViolation a pattern of the violation
	 */
	record ExpectedCatch(Supplier<Mutant> mutant, long seed, String expectedViolation) {

		long firstViolatingSeed() {
			Pattern pattern = Pattern.compile(this.expectedViolation);
			Mutant expected = this.mutant.get();
			for (long next = this.seed; next < this.seed + MAX_SEEDS; next++) {
				String violation = expected.run(next, false).violation();
				// A mutant may cause other violations as well
				if (violation != null && pattern.matcher(violation).find()) {
					return next;
				}
			}
			return fail(this + " was not caught by any seed from " + this.seed + " to " + (this.seed + MAX_SEEDS));
		}

		@Override
		public String toString() {
			return this.mutant.get().toString();
		}

	}

}

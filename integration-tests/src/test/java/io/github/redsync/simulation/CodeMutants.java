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

import java.util.Arrays;
import java.util.EnumSet;

import io.github.redsync.RestartProtection;
import io.github.redsync.simulation.Rules.Counters;
import net.bytebuddy.asm.Advice;

/**
 * Mutants in the code of the algorithm.
 */
final class CodeMutants {

	/** A machine that uses locks to their end, against two others. */
	private static final Rules BRINK = new Rules(3, 3, 1, 400, 4, 400, 0.01, false, Counters.NONE, false, false,
			RestartProtection.OBSERVED, true, EnumSet.of(Fault.PAUSES, Fault.DELAYS, Fault.EVICTIONS));

	private CodeMutants() {
	}

	/**
	 * Takes every key for one that only the acquisition can have set.
	 */
	static final class TakesEveryKeyForContinuous extends CodeMutant {

		TakesEveryKeyForContinuous() {
			super(Break.algorithm("NodeKeys", "continuous", AllContinuous.class));
		}

		@Override
		Rules rules(Rules random) {
			return BRINK;
		}

	}

	static final class AllContinuous {

		@Advice.OnMethodExit
		static void exit(@Advice.Return boolean[] continuous) {
			Arrays.fill(continuous, true);
		}

	}

	/**
	 * Does not doubt a key that it has asked to set again.
	 */
	static final class DoubtsNoKey extends CodeMutant {

		DoubtsNoKey() {
			super(Break.algorithm("NodeKeys", "isUnproven", NoDoubt.class));
		}

		@Override
		Rules rules(Rules random) {
			return BRINK;
		}

	}

	static final class NoDoubt {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean unproven) {
			unproven = false;
		}

	}

	/**
	 * Counts a grant that comes when the attempt was given up.
	 */
	static final class CountsGrantsOfLostAttempts extends CodeMutant {

		CountsGrantsOfLostAttempts() {
			super(Break.algorithm("Replies", "add", InTime.class),
					Break.algorithm("Ballot", "settle", Undecided.class));
		}

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.DELAYS);
		}

	}

	static final class InTime {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean inTime) {
			inTime = true;
		}

	}

	static final class Undecided {

		@Advice.OnMethodEnter
		static void enter(@Advice.This Object ballot,
				@Advice.FieldValue(value = "decided", readOnly = false) boolean decided) {
			if (ballot.getClass().getSimpleName().equals("AcquireBallot")) {
				decided = false;
			}
		}

	}

}

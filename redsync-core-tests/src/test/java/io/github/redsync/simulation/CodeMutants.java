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

	/** One machine that extends its locks late, and two others. */
	private static final Rules LATE_EXTENSION = new Rules(3, 3, 1, 400, 4, 400, 0.01, false, Counters.NONE, false,
			false, RestartProtection.OBSERVED, true, EnumSet.of(Fault.PROCESS_PAUSES, Fault.DELAYS, Fault.EVICTIONS));

	private CodeMutants() {
	}

	/**
	 * Counts every key with our value, including one that a late request has set.
	 */
	static final class CountsUnprovenKeys extends CodeMutant {

		CountsUnprovenKeys() {
			super(Break.algorithm("vote.NodeKeys", "continuous", AllContinuous.class));
		}

		@Override
		Rules rules(Rules random) {
			return LATE_EXTENSION;
		}

	}

	static final class AllContinuous {

		@Advice.OnMethodExit
		static void exit(@Advice.Return boolean[] continuous) {
			Arrays.fill(continuous, true);
		}

	}

	/**
	 * Counts a restored key before an extension has succeeded without it.
	 */
	static final class TrustsRestoredKeys extends CodeMutant {

		TrustsRestoredKeys() {
			super(Break.algorithm("vote.NodeKeys", "isUnproven", NeverDoubtful.class));
		}

		@Override
		Rules rules(Rules random) {
			return LATE_EXTENSION;
		}

	}

	static final class NeverDoubtful {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean unproven) {
			unproven = false;
		}

	}

	/**
	 * Counts a grant that arrives after the attempt was abandoned.
	 */
	static final class CountsGrantsOfAbandonedAttempts extends CodeMutant {

		CountsGrantsOfAbandonedAttempts() {
			super(Break.algorithm("vote.Replies", "add", AlwaysInTime.class),
					Break.algorithm("vote.Ballot", "settle", NeverDecided.class));
		}

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.DELAYS);
		}

	}

	static final class AlwaysInTime {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean inTime) {
			inTime = true;
		}

	}

	static final class NeverDecided {

		@Advice.OnMethodEnter
		static void enter(@Advice.This Object ballot,
				@Advice.FieldValue(value = "decided", readOnly = false) boolean decided) {
			if (ballot.getClass().getSimpleName().equals("AcquireBallot")) {
				decided = false;
			}
		}

	}

}

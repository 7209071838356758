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

import java.util.EnumSet;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.RestartGuard;
import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.BrokenScripts;
import io.github.redsync.test.memory.MemoryNode;
import net.bytebuddy.asm.Advice;

/**
 * Mutants that break the rule on fencing counters: in the algorithm, in the scripts and
 * in the connection.
 */
final class FenceMutants {

	/** Servers whose counters differ, one of which forgets its own. */
	private static final Rules COUNTERS = new Rules(3, 2, 2, 100, 4, 100, 0.01, true, Counters.APART, false, false,
			RestartGuard.Mode.OBSERVED, false, EnumSet.of(Fault.RESTARTS));

	/** Servers that come back with what they saved, while locks vanish. */
	private static final Rules TOKENS = new Rules(3, 3, 1, 100, 12, 100, 0.01, true, Counters.EVEN, false, false,
			RestartGuard.Mode.OBSERVED, false,
			EnumSet.of(Fault.RESTARTS, Fault.SNAPSHOTS, Fault.VANISHINGS, Fault.DELAYS));

	/** The same with attempts that last longer than what goes wrong. */
	private static final Rules LASTING = new Rules(3, 5, 1, 100, 16, 1000, 0.01, true, Counters.EVEN, false, false,
			RestartGuard.Mode.OBSERVED, false,
			EnumSet.of(Fault.RESTARTS, Fault.SNAPSHOTS, Fault.VANISHINGS, Fault.DELAYS));

	/** Holders of long locks that vanish, and connections that are cut. */
	private static final Rules VANISHING = new Rules(3, 3, 1, 100, 12, 2000, 0.01, true, Counters.EVEN, false, false,
			RestartGuard.Mode.OBSERVED, false, EnumSet.of(Fault.VANISHINGS, Fault.DELAYS, Fault.CUTS));

	/** Servers that restart with their keys, with clocks that no token may rest on. */
	private static final Rules STRICT = new Rules(3, 3, 1, 100, 4, 100, 0.01, true, Counters.NONE, true, false,
			RestartGuard.Mode.OBSERVED, false, EnumSet.of(Fault.RESTARTS, Fault.CLOCKS));

	/** Servers that restart with their keys, after grants that came to nothing. */
	private static final Rules AHEAD = new Rules(3, 3, 1, 400, 4, 8000, 0.01, true, Counters.EVEN, true, false,
			RestartGuard.Mode.OBSERVED, false,
			EnumSet.of(Fault.DELAYS, Fault.LOSSES, Fault.HANGS, Fault.RESTARTS, Fault.ABSENCES));

	private FenceMutants() {
	}

	/**
	 * Lets the counter of an earlier incarnation vouch.
	 */
	static final class VouchesAfterRestart extends CodeMutant {

		VouchesAfterRestart() {
			super(Break.algorithm("FencingToken", "vouches", AnyCounter.class));
		}

		@Override
		Rules rules(Rules random) {
			return TOKENS;
		}

	}

	static final class AnyCounter {

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(0) NodeReply reply, @Advice.Return(readOnly = false) boolean vouches) {
			vouches = reply.fence() != NodeReply.NO_FENCE;
		}

	}

	/**
	 * Raises any counter with each grant, so that one of an earlier incarnation vouches
	 * from then on.
	 */
	static final class GrantMakesCountersVouch extends CodeMutant {

		GrantMakesCountersVouch() {
			super(Break.script("acquire", BrokenScripts.GrantRaisesAnyCounter.class));
		}

		@Override
		Rules rules(Rules random) {
			return TOKENS;
		}

	}

	/**
	 * Writes the token over whatever connection there is, also to a server that has
	 * restarted since it granted the lock.
	 */
	static final class RaisesInAnotherIncarnation extends CodeMutant {

		RaisesInAnotherIncarnation() {
			super(Break.connection("raise", AnyIncarnation.class));
		}

		@Override
		Rules rules(Rules random) {
			return LASTING;
		}

	}

	static final class AnyIncarnation {

		@Advice.OnMethodEnter
		static void enter(@Advice.This MemoryNode node,
				@Advice.Argument(value = 3, readOnly = false) Incarnation granting) {
			Incarnation connected = node.incarnation();
			granting = (connected != null) ? connected : granting;
		}

	}

	/**
	 * Is content with one server that vouches.
	 */
	static final class NeedsOneVoucher extends CodeMutant {

		NeedsOneVoucher() {
			super(Break.algorithm("FencingToken", "needed", One.class));
		}

		@Override
		Rules rules(Rules random) {
			return TOKENS;
		}

	}

	static final class One {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) int needed) {
			needed = 1;
		}

	}

	/**
	 * Counts the grants of servers that have just restarted.
	 */
	static final class SkipsTheQuarantine extends Mutant {

		@Override
		Rules rules(Rules random) {
			return LASTING;
		}

		@Override
		RestartGuard.Mode guard(RestartGuard.Mode mode) {
			return RestartGuard.Mode.OFF;
		}

	}

	/**
	 * Writes the token although the lock has another holder or none.
	 */
	static final class RaisesWithoutTheLock extends CodeMutant {

		RaisesWithoutTheLock() {
			super(Break.script("raise", BrokenScripts.RaiseOfAnyLock.class));
		}

		@Override
		Rules rules(Rules random) {
			return TOKENS;
		}

	}

	/**
	 * Writes the token over a counter that is larger.
	 */
	static final class LowersCounters extends CodeMutant {

		LowersCounters() {
			super(Break.script("raise", BrokenScripts.RaiseThatLowers.class));
		}

		@Override
		Rules rules(Rules random) {
			return VANISHING;
		}

	}

	/**
	 * Writes the token to no more servers than it needs.
	 */
	static final class LeavesServersWithoutToken extends CodeMutant {

		LeavesServersWithoutToken() {
			super(Break.algorithm("FencedAttempt", "raiseBehind", Nothing.class),
					Break.algorithm("AcquireBallot", "raiseRestored", Nothing.class));
		}

		@Override
		Rules rules(Rules random) {
			return random.withFencing(Counters.NONE);
		}

	}

	/**
	 * Leaves a larger counter of an earlier incarnation as it is.
	 */
	static final class LeavesLargerCounters extends CodeMutant {

		LeavesLargerCounters() {
			super(Break.algorithm("FencingToken", "raisedCounter", TokenAlone.class));
		}

		@Override
		Rules rules(Rules random) {
			return AHEAD;
		}

	}

	static final class TokenAlone {

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(1) long token, @Advice.Return(readOnly = false) long raised) {
			raised = token;
		}

	}

	static final class Nothing {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean enter() {
			return true;
		}

	}

	/**
	 * Takes the counter of a refusal for that of a holder that is over.
	 */
	static final class RepeatsTheTokenOfTheHolder extends CodeMutant {

		RepeatsTheTokenOfTheHolder() {
			super(Break.algorithm("FencingToken", "minToken", AsOfGrants.class));
		}

		@Override
		Rules rules(Rules random) {
			return STRICT;
		}

	}

	static final class AsOfGrants {

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(0) NodeReply reply, @Advice.Return(readOnly = false) long least) {
			if (least == reply.fence() + 1) {
				least = reply.fence();
			}
		}

	}

	/**
	 * Computes a token before enough servers have vouched for the earlier ones.
	 */
	static final class DoesNotAwaitCounters extends CodeMutant {

		DoesNotAwaitCounters() {
			super(Break.algorithm("FencingToken", "isDecidable", Decidable.class));
		}

		@Override
		Rules rules(Rules random) {
			return COUNTERS;
		}

	}

	static final class Decidable {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean decidable) {
			decidable = true;
		}

	}

}

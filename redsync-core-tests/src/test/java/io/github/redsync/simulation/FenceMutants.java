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

import io.github.redsync.RestartProtection;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.BrokenScripts;
import io.github.redsync.test.memory.MemoryNode;
import net.bytebuddy.asm.Advice;

/**
 * Mutants that break the rules of the fencing counters: in the algorithm, in the scripts
 * and in the connection.
 */
final class FenceMutants {

	/** Servers whose counters differ and may be lost by a restart. */
	private static final Rules COUNTERS = new Rules(3, 2, 2, 100, 4, 100, 0.01, true, Counters.AHEAD_OF_CLOCKS, false,
			false, RestartProtection.OBSERVED, false, EnumSet.of(Fault.RESTARTS));

	/** Servers that restart from snapshots, while keys of locks are removed. */
	private static final Rules SNAPSHOTS = new Rules(3, 3, 1, 100, 12, 100, 0.01, true, Counters.EQUAL, false, false,
			RestartProtection.OBSERVED, false,
			EnumSet.of(Fault.RESTARTS, Fault.SNAPSHOTS, Fault.UNLIMITED_EVICTIONS, Fault.DELAYS));

	/** The same with attempts that outlast the faults. */
	private static final Rules LONG_ATTEMPTS = new Rules(3, 5, 1, 100, 16, 1000, 0.01, true, Counters.EQUAL, false,
			false, RestartProtection.OBSERVED, false,
			EnumSet.of(Fault.RESTARTS, Fault.SNAPSHOTS, Fault.UNLIMITED_EVICTIONS, Fault.DELAYS));

	/**
	 * Holders of locks with a long expiry whose keys are removed, and lost connections.
	 */
	private static final Rules LOST_KEYS = new Rules(3, 3, 1, 100, 12, 2000, 0.01, true, Counters.EQUAL, false, false,
			RestartProtection.OBSERVED, false, EnumSet.of(Fault.UNLIMITED_EVICTIONS, Fault.DELAYS, Fault.DISCONNECTS));

	/** Servers that restart with their keys, and whose clocks are wrong by days. */
	private static final Rules STRICT = new Rules(3, 3, 1, 100, 4, 100, 0.01, true, Counters.NONE, true, false,
			RestartProtection.OBSERVED, false, EnumSet.of(Fault.RESTARTS, Fault.CLOCKS));

	/** Servers that restart with their keys after the grants of failed attempts. */
	private static final Rules LARGER_COUNTERS = new Rules(3, 3, 1, 400, 4, 8000, 0.01, true, Counters.EQUAL, true,
			false, RestartProtection.OBSERVED, false,
			EnumSet.of(Fault.DELAYS, Fault.LOSSES, Fault.SERVER_PAUSES, Fault.RESTARTS, Fault.ABSENCES));

	private FenceMutants() {
	}

	/**
	 * Lets the counter of an earlier incarnation vouch.
	 */
	static final class VouchesAfterRestart extends CodeMutant {

		VouchesAfterRestart() {
			super(Break.algorithm("vote.FencingToken", "vouches", AnyCounter.class));
		}

		@Override
		Rules rules(Rules random) {
			return SNAPSHOTS;
		}

	}

	static final class AnyCounter {

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(0) NodeReply reply, @Advice.Return(readOnly = false) boolean vouches) {
			vouches = reply.fence() != NodeReply.NO_FENCE;
		}

	}

	/**
	 * Raises any counter with each grant, so that a counter of an earlier incarnation
	 * vouches afterwards.
	 */
	static final class GrantMakesCountersVouch extends CodeMutant {

		GrantMakesCountersVouch() {
			super(Break.script("acquire", BrokenScripts.GrantRaisesAnyCounter.class));
		}

		@Override
		Rules rules(Rules random) {
			return SNAPSHOTS;
		}

	}

	/**
	 * Writes the token over the present connection, even if the server has restarted
	 * since it granted the lock.
	 */
	static final class RaisesInAnotherIncarnation extends CodeMutant {

		RaisesInAnotherIncarnation() {
			super(Break.connection("raise", AnyIncarnation.class));
		}

		@Override
		Rules rules(Rules random) {
			return LONG_ATTEMPTS;
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
	 * Requires only one vouching counter.
	 */
	static final class NeedsOneVoucher extends CodeMutant {

		NeedsOneVoucher() {
			super(Break.algorithm("vote.FencingToken", "needed", OneNeeded.class));
		}

		@Override
		Rules rules(Rules random) {
			return SNAPSHOTS;
		}

	}

	static final class OneNeeded {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) int needed) {
			needed = 1;
		}

	}

	/**
	 * Counts the grants of quarantined servers.
	 */
	static final class SkipsQuarantine extends Mutant {

		@Override
		Rules rules(Rules random) {
			return LONG_ATTEMPTS;
		}

		@Override
		RestartProtection guard(RestartProtection mode) {
			return RestartProtection.OFF;
		}

	}

	/**
	 * Writes the token even if the lock has another holder or none.
	 */
	static final class RaisesWithoutLock extends CodeMutant {

		RaisesWithoutLock() {
			super(Break.script("raise", BrokenScripts.RaiseOfAnyLock.class));
		}

		@Override
		Rules rules(Rules random) {
			return SNAPSHOTS;
		}

	}

	/**
	 * Overwrites a larger counter with the token.
	 */
	static final class LowersCounters extends CodeMutant {

		LowersCounters() {
			super(Break.script("raise", BrokenScripts.RaiseThatLowers.class));
		}

		@Override
		Rules rules(Rules random) {
			return LOST_KEYS;
		}

	}

	/**
	 * Writes the token only to a majority.
	 */
	static final class LeavesServersWithoutToken extends CodeMutant {

		LeavesServersWithoutToken() {
			super(Break.algorithm("acquire.FencedAttempt", "raiseBehind", SkipMethod.class),
					Break.algorithm("vote.AcquireBallot", "raiseRestored", SkipMethod.class));
		}

		@Override
		Rules rules(Rules random) {
			return random.withFencing(Counters.NONE);
		}

	}

	/**
	 * Leaves a larger counter of an earlier incarnation unchanged.
	 */
	static final class LeavesLargerCounters extends CodeMutant {

		LeavesLargerCounters() {
			super(Break.algorithm("vote.FencingToken", "raisedCounter", TokenAlone.class));
		}

		@Override
		Rules rules(Rules random) {
			return LARGER_COUNTERS;
		}

	}

	static final class TokenAlone {

		@Advice.OnMethodExit
		static void exit(@Advice.Argument(1) long token, @Advice.Return(readOnly = false) long raised) {
			raised = token;
		}

	}

	static final class SkipMethod {

		@Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
		static boolean enter() {
			return true;
		}

	}

	/**
	 * Takes the counter of a refusal for that of an earlier holder.
	 */
	static final class RepeatsTokenOfHolder extends CodeMutant {

		RepeatsTokenOfHolder() {
			super(Break.algorithm("vote.FencingToken", "minToken", AsOfGrants.class));
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
	 * Computes a token before enough servers have vouched for the earlier tokens.
	 */
	static final class DoesNotAwaitCounters extends CodeMutant {

		DoesNotAwaitCounters() {
			super(Break.algorithm("vote.FencingToken", "isDecidable", AlwaysDecidable.class));
		}

		@Override
		Rules rules(Rules random) {
			return COUNTERS;
		}

	}

	static final class AlwaysDecidable {

		@Advice.OnMethodExit
		static void exit(@Advice.Return(readOnly = false) boolean decidable) {
			decidable = true;
		}

	}

}

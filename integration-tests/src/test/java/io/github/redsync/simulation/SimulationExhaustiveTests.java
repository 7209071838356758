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

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.redsync.simulation.Bounds.Fencing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at every history of small worlds. {@code -Dredsync.simulation.states=1000000}
 * bounds how many states of each, {@code -Dredsync.simulation.seconds=60} how long each
 * of the larger ones is looked at.
 */
@Tag("simulation")
class SimulationExhaustiveTests {

	private static final long STATES = Long.getLong("redsync.simulation.states", 20_000_000);

	private static final int SECONDS = Integer.getInteger("redsync.simulation.seconds", 60);

	/** Of how many states that were reached again one is compared. */
	private static final int ONE_OF = (Integer.getInteger("redsync.simulation.seconds") != null) ? 300 : 1500;

	private static final String TWO_HOLDERS = "valid at a time|meanwhile|have its key";

	/**
	 * One client and one server: not begun; asked; granted, the answer on its way; held;
	 * released, or given up, with the key still set; nothing left; and given up before
	 * the request has arrived. From these lead 8 ways.
	 */
	@Test
	void countsWhatCanBeCountedByHand() {
		Explorer explorer = new Explorer(Bounds.of(1, 0).with(1, 1), Mutant::new);
		assertThat(explore(explorer)).isTrue();
		assertThat(explorer.states()).isEqualTo(7);
		assertThat(explorer.transitions()).isEqualTo(8);
		assertThat(explorer.ends()).isOne();
	}

	/**
	 * The same with a tick adds 12 states after it: not begun; asked before it, or after;
	 * the answer on its way, for which both were before it, or one, or none; held and
	 * expired, or held; released, with the key still set, or expired; nothing left; and
	 * given up before the request has arrived. An answer that comes after the tick to who
	 * asked before it is late, and is taken back.
	 */
	@Test
	void countsWhatCanBeCountedByHandWhenTimePasses() {
		Explorer explorer = new Explorer(Bounds.of(1, 1).with(1, 1), Mutant::new);
		assertThat(explore(explorer)).isTrue();
		assertThat(explorer.states()).isEqualTo(7 + 12);
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void nothingEverHappensThatMustNot(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		EquivalenceCheck twins = explorer.compareTwins(ONE_OF);
		boolean all = explore(explorer);
		System.out.println(explorer + ", " + twins.compared() + " states compared");
		assertThat(explorer.violation()).as(explorer::history).isNull();
		assertThat(all).isTrue();
		assertThat(twins.difference()).as("States that look equal").isNull();
		assertThat(twins.compared()).isPositive();
	}

	static Stream<Bounds> worlds() {
		Bounds twoServers = Bounds.of(1, 1).with(2, 2);
		Bounds waiting = Bounds.of(2, 1).with(1, 2).withNotices();
		return Stream.of(Bounds.of(1, 0), twoServers, Bounds.of(1, 0).with(2, 2).withCuts(1),
				twoServers.withRestarts(1), twoServers.withExtensions(1), waiting, inTurn(0, Fencing.NEW_NAME),
				inTurn(0, Fencing.KNOWN_NAME).withAbsences(1),
				inTurn(0, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1),
				inTurn(2, Fencing.KNOWN_NAME).withRestarts(1));
	}

	/**
	 * Return a world of three servers in which a quarantine can end, if time passes.
	 */
	private static Bounds inTurn(int ticks, Fencing fencing) {
		return Bounds.of(1, ticks).withFencing(fencing).inOrder();
	}

	@Tag("long")
	@ParameterizedTest
	@MethodSource("longerWorlds")
	void nothingEverHappensInLongerWorldsThatMustNot(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		boolean all = explore(explorer);
		System.out.println(explorer);
		assertThat(explorer.violation()).as(explorer::history).isNull();
		assertThat(all).isTrue();
	}

	static Stream<Bounds> longerWorlds() {
		return Stream.of(Bounds.of(1, 1).with(2, 2).withCuts(1), Bounds.of(1, 1), Bounds.of(1, 2));
	}

	@Tag("long")
	@ParameterizedTest
	@MethodSource("largerWorlds")
	void nothingEverHappensInLargerWorldsThatMustNot(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		boolean all = explorer.explore(STATES, System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
		System.out.println(explorer + (all ? "" : ", NOT ALL"));
		assertThat(explorer.violation()).as(explorer::history).isNull();
	}

	static Stream<Bounds> largerWorlds() {
		return Stream.of(Bounds.of(2, 0), Bounds.of(1, 0).withFencing(Fencing.KNOWN_NAME), Bounds.of(1, 0).withCuts(1),
				Bounds.of(1, 0).withRestarts(1), Bounds.of(1, 0).withExtensions(1),
				Bounds.of(2, 0).with(2, 2).withNotices(), Bounds.of(1, 2).withLife(2),
				Bounds.of(2, 0).withFencing(Fencing.KNOWN_NAME), Bounds.of(1, 1).withRestarts(1),
				Bounds.of(1, 1).withExtensions(1), Bounds.of(2, 1), inTurn(0, Fencing.NEW_NAME).withAbsences(1),
				inTurn(0, Fencing.NEW_NAME).withRestarts(1).withSaves(1),
				inTurn(2, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1),
				inTurn(2, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1).withAbsences(1),
				inTurn(2, Fencing.NEW_NAME).withRestarts(2).withSaves(1),
				Bounds.of(1, 0).withFencing(Fencing.KNOWN_NAME).withRestarts(1).withSaves(1));
	}

	@ParameterizedTest
	@MethodSource("mutants")
	void isCaughtInASmallWorld(Supplier<Mutant> mutant, Bounds bounds, String harm, long order) {
		Explorer explorer = new Explorer(bounds, mutant);
		explorer.lookFor(harm, order);
		explore(explorer);
		System.out.println(mutant.get() + " is caught in " + explorer + ": " + explorer.violation());
		assertThat(explorer.violation()).as(explorer::toString).isNotNull();
	}

	static Stream<Arguments> mutants() {
		return Stream.of(mutant(VoteMutants.NeedsOneVoteLess::new, Bounds.of(1, 0), TWO_HOLDERS, 0),
				mutant(VoteMutants.LetsRestartedServersVote::new, Bounds.of(1, 0).withRestarts(1), TWO_HOLDERS,
						347_000),
				mutant(ClockMutants.CountsLateVotes::new, Bounds.of(1, 1).with(2, 2), TWO_HOLDERS, 11),
				mutant(MessageMutants.ReusesValuesOutOfOrder::new, Bounds.of(2, 0), TWO_HOLDERS, 4),
				mutant(MessageMutants.SkipsTheCleanUp::new, Bounds.of(1, 0), "In the end", 0));
	}

	private static Arguments mutant(Supplier<Mutant> mutant, Bounds bounds, String harm, long order) {
		return Arguments.of(mutant, bounds, harm, order);
	}

	private static boolean explore(Explorer explorer) {
		return explorer.explore(STATES, Long.MAX_VALUE);
	}

}

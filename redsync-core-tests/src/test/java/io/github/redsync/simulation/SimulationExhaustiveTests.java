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
 * Explores every history of bounded worlds. {@code -Dredsync.simulation.states=1000000}
 * limits the number of states of each world, {@code -Dredsync.simulation.seconds=60} the
 * time for each of the larger ones.
 */
@Tag("simulation")
class SimulationExhaustiveTests {

	private static final long STATES = Long.getLong("redsync.simulation.states", 20_000_000);

	private static final int SECONDS = Integer.getInteger("redsync.simulation.seconds", 60);

	/** Compare one of this number of states that were reached again. */
	private static final int SAMPLE_INTERVAL = (Integer.getInteger("redsync.simulation.seconds") != null) ? 300 : 1500;

	private static final String TWO_HOLDERS = "at the same time|held the lock since|have its key";

	/**
	 * One client and one server have these seven states, with 8 transitions: not started;
	 * request pending; granted with the reply pending; held; released or cancelled while
	 * the key is still set; no key left; cancelled before the request has arrived.
	 */
	@Test
	void statesOfOneClientAreCountedByHand() {
		Explorer explorer = new Explorer(Bounds.of(1, 0).with(1, 1), Mutant::new);
		assertThat(explore(explorer)).isTrue();
		assertThat(explorer.states()).isEqualTo(7);
		assertThat(explorer.transitions()).isEqualTo(8);
		assertThat(explorer.ends()).isOne();
	}

	/**
	 * One tick adds 12 states after it: not started; request sent before or after the
	 * tick; reply pending, with the request and its execution both before the tick, or
	 * one, or neither; held and expired, or held; released with the key still set, or
	 * expired; no key left; cancelled before the request has arrived. A reply that
	 * arrives after the tick to a request that was sent before it is late, and its grant
	 * is released.
	 */
	@Test
	void statesWithOneTickAreCountedByHand() {
		Explorer explorer = new Explorer(Bounds.of(1, 1).with(1, 1), Mutant::new);
		assertThat(explore(explorer)).isTrue();
		assertThat(explorer.states()).isEqualTo(7 + 12);
	}

	@ParameterizedTest
	@MethodSource("worlds")
	void invariantsHoldInEveryHistory(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		EquivalenceCheck equivalence = explorer.checkEquivalence(SAMPLE_INTERVAL);
		boolean all = explore(explorer);
		System.out.println(explorer + ", " + equivalence.compared() + " states compared");
		assertThat(explorer.violation()).as(explorer::history).isNull();
		assertThat(all).isTrue();
		assertThat(equivalence.difference()).as("Successors of states with one fingerprint").isNull();
		assertThat(equivalence.compared()).isPositive();
	}

	static Stream<Bounds> worlds() {
		Bounds twoServers = Bounds.of(1, 1).with(2, 2);
		Bounds waiting = Bounds.of(2, 1).with(1, 2).withNotifications();
		return Stream.of(Bounds.of(1, 0), twoServers, Bounds.of(1, 0).with(2, 2).withDisconnects(1),
				twoServers.withRestarts(1), twoServers.withExtensions(1), waiting, sequential(0, Fencing.NEW_NAME),
				sequential(0, Fencing.KNOWN_NAME).withAbsences(1),
				sequential(0, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1),
				sequential(2, Fencing.KNOWN_NAME).withRestarts(1));
	}

	/**
	 * Return a world with two clients one after the other, in which a quarantine ends
	 * after enough ticks.
	 */
	private static Bounds sequential(int ticks, Fencing fencing) {
		return Bounds.of(1, ticks).withFencing(fencing).withSequentialClients();
	}

	@Tag("long")
	@ParameterizedTest
	@MethodSource("longerWorlds")
	void invariantsHoldInLongerHistories(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		boolean all = explore(explorer);
		System.out.println(explorer);
		assertThat(explorer.violation()).as(explorer::history).isNull();
		assertThat(all).isTrue();
	}

	static Stream<Bounds> longerWorlds() {
		return Stream.of(Bounds.of(1, 1).with(2, 2).withDisconnects(1), Bounds.of(1, 1), Bounds.of(1, 2));
	}

	@Tag("long")
	@ParameterizedTest
	@MethodSource("largerWorlds")
	void invariantsHoldInLargerWorlds(Bounds bounds) {
		Explorer explorer = new Explorer(bounds, Mutant::new);
		boolean all = explorer.explore(STATES, System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
		System.out.println(explorer + (all ? "" : ", NOT ALL"));
		assertThat(explorer.violation()).as(explorer::history).isNull();
	}

	static Stream<Bounds> largerWorlds() {
		return Stream.of(Bounds.of(2, 0), Bounds.of(1, 0).withFencing(Fencing.KNOWN_NAME),
				Bounds.of(1, 0).withDisconnects(1), Bounds.of(1, 0).withRestarts(1), Bounds.of(1, 0).withExtensions(1),
				Bounds.of(2, 0).with(2, 2).withNotifications(), Bounds.of(1, 2).withExpiryTicks(2),
				Bounds.of(2, 0).withFencing(Fencing.KNOWN_NAME), Bounds.of(1, 1).withRestarts(1),
				Bounds.of(1, 1).withExtensions(1), Bounds.of(2, 1), sequential(0, Fencing.NEW_NAME).withAbsences(1),
				sequential(0, Fencing.NEW_NAME).withRestarts(1).withSaves(1),
				sequential(2, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1),
				sequential(2, Fencing.KNOWN_NAME).withRestarts(1).withSaves(1).withAbsences(1),
				sequential(2, Fencing.NEW_NAME).withRestarts(2).withSaves(1),
				Bounds.of(1, 0).withFencing(Fencing.KNOWN_NAME).withRestarts(1).withSaves(1));
	}

	@ParameterizedTest
	@MethodSource("mutants")
	void mutantIsCaughtInBoundedWorld(Supplier<Mutant> mutant, Bounds bounds, String expectedViolation, long order) {
		Explorer explorer = new Explorer(bounds, mutant);
		explorer.searchFor(expectedViolation, order);
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
				mutant(MessageMutants.SkipsCleanUp::new, Bounds.of(1, 0), "In the final state", 0));
	}

	private static Arguments mutant(Supplier<Mutant> mutant, Bounds bounds, String expectedViolation, long order) {
		return Arguments.of(mutant, bounds, expectedViolation, order);
	}

	private static boolean explore(Explorer explorer) {
		return explorer.explore(STATES, Long.MAX_VALUE);
	}

}

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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Explores every history of a bounded world. It runs the world repeatedly from the start,
 * each time with a different sequence of choices, and backtracks at states that it has
 * seen before. The production code cannot be copied, so a state is represented by the
 * choices that lead to it.
 */
final class Explorer {

	private final Bounds bounds;

	private final Supplier<Mutant> mutant;

	private final Set<Long> seen = new HashSet<>();

	private final List<Fork> path = new ArrayList<>();

	private long transitions;

	private long ends;

	private Pattern expectedViolation = Pattern.compile("");

	private long seed;

	private @Nullable EquivalenceCheck equivalence;

	private @Nullable String violation;

	Explorer(Bounds bounds, Supplier<Mutant> mutant) {
		this.bounds = bounds;
		this.mutant = mutant;
	}

	/**
	 * Explore all states within the limits.
	 * @param maxStates the maximum number of states
	 * @param deadlineNanos the time at which to stop
	 * @return whether all states were explored
	 */
	boolean explore(long maxStates, long deadlineNanos) {
		do {
			run();
		}
		while (this.violation == null && this.seen.size() < maxStates && System.nanoTime() < deadlineNanos && next());
		return this.violation == null && this.path.isEmpty();
	}

	private void run() {
		BoundedWorld world = replay(choices());
		this.transitions += this.path.isEmpty() ? 0 : 1;
		while (world.violation() == null && isNew(world)) {
			List<Choice> choices = world.choices();
			if (this.seed != 0) {
				Collections.shuffle(choices, new Random(this.seed + this.path.size()));
			}
			if (choices.isEmpty()) {
				world.checkEnd();
				this.ends++;
				break;
			}
			this.path.add(new Fork(choices));
			world.choose(choices.get(0));
			this.transitions++;
		}
		String violated = world.violation();
		this.violation = (violated != null && this.expectedViolation.matcher(violated).find()) ? violated : null;
	}

	private boolean isNew(BoundedWorld world) {
		long fingerprint = Fingerprint.of(world);
		if (this.equivalence != null) {
			this.equivalence.reached(fingerprint, choices());
		}
		return this.seen.add(fingerprint);
	}

	/**
	 * Backtrack to the last choice that has an alternative.
	 */
	private boolean next() {
		for (int last = this.path.size() - 1; last >= 0; last--) {
			if (this.path.get(last).next()) {
				return true;
			}
			this.path.remove(last);
		}
		return false;
	}

	/**
	 * Search for one kind of violation only.
	 * @param pattern a pattern that matches the violation
	 * @param order the seed of the order of choices; a suitable one finds the violation
	 * early
	 */
	void searchFor(String pattern, long order) {
		this.expectedViolation = Pattern.compile(pattern);
		this.seed = order;
	}

	/**
	 * Check the fingerprints as well.
	 */
	EquivalenceCheck checkEquivalence(int sample) {
		EquivalenceCheck tested = new EquivalenceCheck(this, sample);
		this.equivalence = tested;
		return tested;
	}

	BoundedWorld replay(List<Choice> choices) {
		BoundedWorld world = new BoundedWorld(this.bounds, this.mutant.get());
		int last = choices.size() - 1;
		for (int i = 0; i < last; i++) {
			world.repeat(choices.get(i));
		}
		if (last >= 0) {
			world.choose(choices.get(last));
		}
		return world;
	}

	List<Choice> choices() {
		List<Choice> choices = new ArrayList<>(this.path.size());
		this.path.forEach((fork) -> choices.add(fork.chosen()));
		return choices;
	}

	@Nullable String violation() {
		return this.violation;
	}

	int states() {
		return this.seen.size();
	}

	long transitions() {
		return this.transitions;
	}

	long ends() {
		return this.ends;
	}

	/**
	 * Return the choices and states that lead to the violation.
	 */
	String history() {
		StringBuilder history = new StringBuilder(this.bounds.toString());
		BoundedWorld world = new BoundedWorld(this.bounds, this.mutant.get());
		for (Choice choice : choices()) {
			world.choose(choice);
			history.append('\n').append(choice).append("  ").append(world);
		}
		return history.append('\n').append(world.violation()).toString();
	}

	@Override
	public String toString() {
		return this.bounds + ": " + this.seen.size() + " states, " + this.transitions + " transitions, " + this.ends
				+ " ends";
	}

	/**
	 * A state on the path with its possible choices.
	 */
	private static final class Fork {

		private final List<Choice> possible;

		private int chosen;

		Fork(List<Choice> possible) {
			this.possible = possible;
		}

		Choice chosen() {
			return this.possible.get(this.chosen);
		}

		boolean next() {
			this.chosen++;
			return this.chosen < this.possible.size();
		}

	}

}

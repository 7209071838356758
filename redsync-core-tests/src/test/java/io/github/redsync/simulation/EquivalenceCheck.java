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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Tests that states with the same fingerprint have the same successors. For a sample of
 * the states that were reached on two paths, it follows both paths with equal choices to
 * a final state, and compares the successors at each step.
 */
final class EquivalenceCheck {

	private final Explorer explorer;

	private final int sampleInterval;

	private final Map<Long, List<Choice>> first = new HashMap<>();

	private int compared;

	private @Nullable String difference;

	/**
	 * Create a check.
	 * @param sampleInterval checks one of this number of states
	 */
	EquivalenceCheck(Explorer explorer, int sampleInterval) {
		this.explorer = explorer;
		this.sampleInterval = sampleInterval;
	}

	/**
	 * Record that a state was reached.
	 */
	void reached(long fingerprint, List<Choice> path) {
		if (this.difference == null && Math.floorMod(fingerprint, this.sampleInterval) == 0) {
			List<Choice> other = this.first.putIfAbsent(fingerprint, path);
			if (other != null) {
				this.compared++;
				compare(new ArrayList<>(other), new ArrayList<>(path));
			}
		}
	}

	private void compare(List<Choice> one, List<Choice> two) {
		while (this.difference == null) {
			TreeMap<Long, Choice> afterOne = successors(one);
			TreeMap<Long, Choice> afterTwo = successors(two);
			if (!afterOne.keySet().equals(afterTwo.keySet())) {
				this.difference = one + "\n" + afterOne.values() + "\nis not\n" + two + "\n" + afterTwo.values();
			}
			if (afterOne.isEmpty()) {
				return;
			}
			// The hash makes this a pseudo-random choice
			Long next = afterOne.firstKey();
			one.add(afterOne.get(next));
			two.add(afterTwo.getOrDefault(next, afterOne.get(next)));
		}
	}

	/**
	 * Return the hashes of the successor states, each with a choice that leads to it.
	 */
	private TreeMap<Long, Choice> successors(List<Choice> path) {
		TreeMap<Long, Choice> successors = new TreeMap<>();
		for (Choice choice : this.explorer.replay(path).choices()) {
			BoundedWorld world = this.explorer.replay(path);
			world.choose(choice);
			successors.put(Fingerprint.mix(Fingerprint.of(world), (world.violation() != null) ? 1 : 0), choice);
		}
		return successors;
	}

	int compared() {
		return this.compared;
	}

	@Nullable String difference() {
		return this.difference;
	}

}

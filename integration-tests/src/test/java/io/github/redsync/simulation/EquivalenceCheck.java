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
 * Tests the fingerprints: states that look equal must be equal in all that follows. Of
 * some states that were reached in two ways it goes on from both, with equal choices, to
 * an end, and compares at each step what can happen next.
 */
final class EquivalenceCheck {

	private final Explorer explorer;

	private final int sample;

	private final Map<Long, List<Choice>> first = new HashMap<>();

	private int compared;

	private @Nullable String difference;

	/**
	 * Create a test.
	 * @param sample looks at one of so many states
	 */
	EquivalenceCheck(Explorer explorer, int sample) {
		this.explorer = explorer;
		this.sample = sample;
	}

	/**
	 * Note that a state was reached.
	 */
	void met(long fingerprint, List<Choice> path) {
		if (this.difference == null && Math.floorMod(fingerprint, this.sample) == 0) {
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
			// As good as at random
			Long next = afterOne.firstKey();
			one.add(afterOne.get(next));
			two.add(afterTwo.getOrDefault(next, afterOne.get(next)));
		}
	}

	/**
	 * Return the states that can follow, each with a choice that leads to it.
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

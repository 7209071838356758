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

package io.github.redsync;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.github.redsync.node.NodeResult;
import io.github.redsync.node.NodeResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what the nodes say of a lock.
 */
final class LockStates {

	/**
	 * In place of the value of a key that is not a string; no lock has an empty value.
	 */
	private static final String OTHER_TYPE = "";

	private LockStates() {
	}

	static LockState of(String name, List<NodeResult> nodes, int majority) {
		Map<String, Integer> votes = new HashMap<>();
		for (NodeResult node : nodes) {
			if (isHeld(node)) {
				votes.merge(Objects.requireNonNullElse(node.holder(), OTHER_TYPE), 1, Integer::sum);
			}
		}
		Optional<String> holder = votes.entrySet()
			.stream()
			.filter((vote) -> vote.getValue() >= majority)
			.map(Map.Entry::getKey)
			.findFirst();
		List<NodeResult> holding = nodes.stream()
			.filter((node) -> isHeld(node)
					&& Objects.requireNonNullElse(node.holder(), OTHER_TYPE).equals(holder.orElse(null)))
			.toList();
		String owner = holding.isEmpty() ? null : holding.get(0).owner();
		return new LockState(name, holder.isPresent(), owner, timeLeft(holding, majority), nodes);
	}

	private static boolean isHeld(NodeResult node) {
		return node.outcome() == Outcome.TAKEN && node.error() == null;
	}

	/**
	 * Return how long a majority still has the key: until the first of its nodes loses
	 * it.
	 */
	private static @Nullable Duration timeLeft(List<NodeResult> holding, int majority) {
		Duration never = Duration.ofSeconds(Long.MAX_VALUE);
		List<Duration> longestFirst = holding.stream()
			.map((node) -> (node.timeLeft() != null) ? node.timeLeft() : never)
			.sorted(Comparator.reverseOrder())
			.toList();
		if (longestFirst.size() < majority) {
			return null;
		}
		Duration left = longestFirst.get(majority - 1);
		return left.equals(never) ? null : left;
	}

}

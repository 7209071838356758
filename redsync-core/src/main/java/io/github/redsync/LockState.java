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
 * The state of a lock as the nodes report it. Immutable.
 *
 * @param name the name of the lock, without the key prefix
 * @param held whether a majority of the nodes has the same value for it, or a key of
 * another type with its name
 * @param owner the owner that the value names, or {@code null} if the lock is not held or
 * the value names no owner
 * @param timeLeft how long a majority keeps the value if the lock is not extended, or
 * {@code null} if the lock is not held or never expires
 * @param nodes the result of each node: {@code TAKEN} with holder and time left,
 * {@code MISSING}, or the reason why there is no reply
 */
public record LockState(String name, boolean held, @Nullable String owner, @Nullable Duration timeLeft,
		List<NodeResult> nodes) {

	/**
	 * Stands for the value of a key that is not a string. No lock has an empty value.
	 */
	private static final String OTHER_TYPE = "";

	/**
	 * Create a state.
	 * @param name the name of the lock
	 * @param held whether a majority has the same value
	 * @param owner the owner, or {@code null}
	 * @param timeLeft how long the lock is still held, or {@code null}
	 * @param nodes the result of each node
	 */
	public LockState {
		nodes = List.copyOf(nodes);
	}

	/**
	 * Derive the state of a lock from the results of the nodes.
	 */
	static LockState of(String name, List<NodeResult> nodes, int majority) {
		Map<String, Integer> counts = new HashMap<>();
		for (NodeResult node : nodes) {
			if (isHeld(node)) {
				counts.merge(value(node), 1, Integer::sum);
			}
		}
		Optional<String> holder = counts.entrySet()
			.stream()
			.filter((count) -> count.getValue() >= majority)
			.map(Map.Entry::getKey)
			.findFirst();
		List<NodeResult> holding = nodes.stream()
			.filter((node) -> isHeld(node) && value(node).equals(holder.orElse(null)))
			.toList();
		String owner = holding.isEmpty() ? null : holding.get(0).owner();
		return new LockState(name, holder.isPresent(), owner, timeLeft(holding, majority), nodes);
	}

	private static boolean isHeld(NodeResult node) {
		return node.outcome() == Outcome.TAKEN && node.error() == null;
	}

	private static String value(NodeResult node) {
		return Objects.requireNonNullElse(node.holder(), OTHER_TYPE);
	}

	/**
	 * Return how long a majority still has the key, or null if it never expires. The
	 * majority ends when the first of its nodes loses the key.
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

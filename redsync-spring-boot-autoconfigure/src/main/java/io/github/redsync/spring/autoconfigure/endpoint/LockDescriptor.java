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

package io.github.redsync.spring.autoconfigure.endpoint;

import java.time.Duration;
import java.util.List;

import io.github.redsync.LockState;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the nodes say of one lock. Holds no value of it: who knows that can release it.
 *
 * @param name the name of the lock, without the key prefix
 * @param held whether a majority of the nodes has the same value for it
 * @param owner the owner whom that value names, or {@code null}
 * @param timeLeft how long a majority still holds it unless it is extended, or
 * {@code null} if it is not held or never expires
 * @param here the lock as this process holds it, or {@code null} if it does not
 * @param waiters how many acquisitions of this process wait for it
 * @param nodes what each node says
 * @since 0.1.0
 */
public record LockDescriptor(String name, boolean held, @Nullable String owner, @Nullable Duration timeLeft,
		RedsyncDescriptor.@Nullable HeldLock here, int waiters,
		List<NodeAnswer> nodes) implements OperationResponseBody {

	/**
	 * Create a descriptor.
	 * @param name the name of the lock
	 * @param held whether a majority has the same value
	 * @param owner the owner, or {@code null}
	 * @param timeLeft how long it is still held, or {@code null}
	 * @param here the lock as this process holds it, or {@code null}
	 * @param waiters how many acquisitions of this process wait for it
	 * @param nodes what each node says
	 */
	public LockDescriptor {
		nodes = List.copyOf(nodes);
	}

	static LockDescriptor of(LockState state, RedsyncDescriptor.@Nullable HeldLock here, int waiters) {
		return new LockDescriptor(state.name(), state.held(), state.owner(), state.timeLeft(), here, waiters,
				state.nodes().stream().map(NodeAnswer::of).toList());
	}

	/**
	 * What one node says.
	 *
	 * @param node the name of the node
	 * @param outcome {@code TAKEN}, {@code MISSING}, or what prevented an answer
	 * @param owner the owner whom the value on this node names, or {@code null}
	 * @param timeLeft how long the key still lives there, or {@code null} if that is not
	 * known or it never expires
	 * @param error what went wrong, or {@code null}
	 */
	public record NodeAnswer(String node, NodeResult.Outcome outcome, @Nullable String owner,
			@Nullable Duration timeLeft, @Nullable String error) {

		private static NodeAnswer of(NodeResult result) {
			return new NodeAnswer(result.node(), result.outcome(), result.owner(), result.timeLeft(), result.error());
		}

	}

}

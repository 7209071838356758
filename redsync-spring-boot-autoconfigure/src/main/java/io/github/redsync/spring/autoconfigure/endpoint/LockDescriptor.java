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
 * State of one lock on all nodes. Does not contain the value of the lock, which permits
 * releasing it.
 *
 * @param name the name of the lock, without the key prefix
 * @param held whether a majority of the nodes has the same value for the lock
 * @param owner the owner in that value, or {@code null}
 * @param timeLeft the time for which a majority still holds it unless it is extended, or
 * {@code null} if it is not held or never expires
 * @param here the lock as held by this process, or {@code null} if it does not hold it
 * @param waiters the number of acquisitions of this process that wait for it
 * @param nodes the state on each node
 * @since 0.1.0
 */
public record LockDescriptor(String name, boolean held, @Nullable String owner, @Nullable Duration timeLeft,
		RedsyncDescriptor.@Nullable HeldLock here, int waiters,
		List<NodeState> nodes) implements OperationResponseBody {

	/**
	 * Create a descriptor.
	 * @param name the name of the lock
	 * @param held whether a majority has the same value
	 * @param owner the owner, or {@code null}
	 * @param timeLeft the time for which it is still held, or {@code null}
	 * @param here the lock as held by this process, or {@code null}
	 * @param waiters the number of acquisitions of this process that wait for it
	 * @param nodes the state on each node
	 */
	public LockDescriptor {
		nodes = List.copyOf(nodes);
	}

	static LockDescriptor of(LockState state, RedsyncDescriptor.@Nullable HeldLock here, int waiters) {
		return new LockDescriptor(state.name(), state.held(), state.owner(), state.timeLeft(), here, waiters,
				state.nodes().stream().map(NodeState::of).toList());
	}

	/**
	 * State of the lock on one node.
	 *
	 * @param node the name of the node
	 * @param outcome {@code TAKEN}, {@code MISSING}, or the reason for which the node did
	 * not reply
	 * @param owner the owner in the value on this node, or {@code null}
	 * @param timeLeft the remaining time to live of the key, or {@code null} if it is not
	 * known or the key never expires
	 * @param error the error, or {@code null}
	 */
	public record NodeState(String node, NodeResult.Outcome outcome, @Nullable String owner,
			@Nullable Duration timeLeft, @Nullable String error) {

		private static NodeState of(NodeResult result) {
			return new NodeState(result.node(), result.outcome(), result.owner(), result.timeLeft(), result.error());
		}

	}

}

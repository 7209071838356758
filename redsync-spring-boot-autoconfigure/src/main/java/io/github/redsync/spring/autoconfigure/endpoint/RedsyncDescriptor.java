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

import java.time.Instant;
import java.util.List;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The locks of this process and the nodes that they are on. Holds no value of a lock: who
 * knows that can release it.
 *
 * @param held the locks that this process holds, the one held longest first
 * @param waiting the locks that this process waits for, the one waited for longest first
 * @param quorum how many nodes must grant a lock
 * @param nodes the nodes, in the order in which they were given
 * @since 0.1.0
 */
public record RedsyncDescriptor(List<HeldLock> held, List<WaitedLock> waiting, int quorum,
		List<Node> nodes) implements OperationResponseBody {

	/**
	 * Create a descriptor.
	 * @param held the locks that are held
	 * @param waiting the locks that are waited for
	 * @param quorum how many nodes must grant a lock
	 * @param nodes the nodes
	 */
	public RedsyncDescriptor {
		held = List.copyOf(held);
		waiting = List.copyOf(waiting);
		nodes = List.copyOf(nodes);
	}

	/**
	 * A lock that this process holds.
	 *
	 * @param name the name of the lock, without the key prefix
	 * @param template the name with its expressions, as in the annotation, or
	 * {@code null}
	 * @param since when it was acquired, by this process' wall clock
	 * @param until when it ends unless it is extended, by the same clock
	 * @param fencingToken its fencing token, or {@code null} without one
	 * @param waiters how many acquisitions of this process wait for it
	 */
	public record HeldLock(String name, @Nullable String template, Instant since, Instant until,
			@Nullable Long fencingToken, int waiters) {

	}

	/**
	 * A lock that this process waits for, whoever holds it.
	 *
	 * @param name the name of the lock, without the key prefix
	 * @param template the name with its expressions, as in the annotation, or
	 * {@code null}
	 * @param since since when there has always been a waiter, by this process' wall clock
	 * @param waiters how many acquisitions of this process are under way
	 */
	public record WaitedLock(String name, @Nullable String template, Instant since, int waiters) {

	}

	/**
	 * A node.
	 *
	 * @param name the name of the node
	 * @param up whether it has just given a sign of life
	 * @param error why it gave none, or {@code null}
	 * @param quarantinedUntil when its grants count again, by this process' wall clock,
	 * or {@code null} unless it has restarted
	 * @param lastFailure the last request for a lock that it failed, or {@code null} if
	 * there was none since the start
	 */
	public record Node(String name, boolean up, @Nullable String error, @Nullable Instant quarantinedUntil,
			@Nullable NodeFailure lastFailure) {

	}

	/**
	 * A request for a lock that a node failed.
	 *
	 * @param at when, by this process' wall clock
	 * @param operation what the node was asked for
	 * @param outcome {@code ERROR} or {@code TIMEOUT}
	 */
	public record NodeFailure(Instant at, NodeOperation operation, NodeResult.Outcome outcome) {

	}

}

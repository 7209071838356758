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
 * The locks of this process, and the nodes. Does not contain the value of a lock, which
 * permits releasing it.
 *
 * @param held the locks that this process holds, ordered by the time of acquisition
 * @param waiting the locks that this process waits for, ordered by the start of the wait
 * @param quorum the number of nodes that must grant a lock
 * @param nodes the nodes, in the configured order
 * @since 0.1.0
 */
public record RedsyncDescriptor(List<HeldLock> held, List<WaitedLock> waiting, int quorum,
		List<Node> nodes) implements OperationResponseBody {

	/**
	 * Create a descriptor.
	 * @param held the locks that are held
	 * @param waiting the locks that are waited for
	 * @param quorum the number of nodes that must grant a lock
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
	 * @param since when it was acquired, by the wall clock of this process
	 * @param until when it expires unless it is extended, by the same clock
	 * @param fencingToken the fencing token, or {@code null} without fencing
	 * @param waiters the number of acquisitions of this process that wait for it
	 */
	public record HeldLock(String name, @Nullable String template, Instant since, Instant until,
			@Nullable Long fencingToken, int waiters) {

	}

	/**
	 * A lock that this process waits for. The holder may be this or another process.
	 *
	 * @param name the name of the lock, without the key prefix
	 * @param template the name with its expressions, as in the annotation, or
	 * {@code null}
	 * @param since the time since which there has always been a waiter, by the wall clock
	 * of this process
	 * @param waiters the number of pending acquisitions of this process
	 */
	public record WaitedLock(String name, @Nullable String template, Instant since, int waiters) {

	}

	/**
	 * A node.
	 *
	 * @param name the name of the node
	 * @param up whether it has replied to a ping
	 * @param error why it has not replied, or {@code null}
	 * @param quarantinedUntil when its grants count again, by the wall clock of this
	 * process, or {@code null} if it is not quarantined after a restart
	 * @param lastFailure the last request for a lock that failed on this node, or
	 * {@code null} if none has failed since the start
	 */
	public record Node(String name, boolean up, @Nullable String error, @Nullable Instant quarantinedUntil,
			@Nullable NodeFailure lastFailure) {

	}

	/**
	 * A request for a lock that failed on a node.
	 *
	 * @param at the time of the failure, by the wall clock of this process
	 * @param operation the operation that failed
	 * @param outcome {@code ERROR} or {@code TIMEOUT}
	 */
	public record NodeFailure(Instant at, NodeOperation operation, NodeResult.Outcome outcome) {

	}

}

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

package io.github.redsync.internal.vote;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import io.github.redsync.node.RedisNode;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * A group of nodes that vote on locks, with the clocks and timers of their votes and the
 * guard against restarted nodes. Thread-safe.
 */
public final class NodeGroup {

	private final List<RedisNode> nodes;

	private final TimeSource time;

	private final Timers timers;

	private final RestartGuard guard;

	private final @Nullable NodeReplyListener listener;

	private final int[] order;

	private volatile boolean closed;

	/**
	 * Create a group.
	 * @param nodes the nodes, independent of each other
	 * @param time the clocks
	 * @param timers the timers
	 * @param guard the guard that decides whether the grant of a node counts
	 * @param listener the listener for replies, or {@code null}
	 */
	public NodeGroup(List<RedisNode> nodes, TimeSource time, Timers timers, RestartGuard guard,
			@Nullable NodeReplyListener listener) {
		this.nodes = List.copyOf(nodes);
		this.time = time;
		this.timers = timers;
		this.guard = guard;
		this.listener = listener;
		this.order = IntStream.range(0, nodes.size()).toArray();
	}

	/**
	 * Return the remaining time for which a node is quarantined: it has restarted and may
	 * have forgotten locks, so its grants do not count. A longer expiry that comes into
	 * use prolongs the quarantine.
	 * @param index the index of the node
	 * @return the time in nanoseconds; 0 if the grants of the node count, or if it was
	 * never connected
	 */
	public long quarantineLeftNanos(int index) {
		return this.guard.quarantineLeftNanos(node(index).incarnation(), (other) -> node(other).incarnation(),
				this.time.nanoTime());
	}

	/**
	 * Stop the extension of locks, and let running acquisitions end. To be called before
	 * the nodes are closed.
	 */
	public void close() {
		this.closed = true;
	}

	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return the number of votes that make a majority.
	 * @return more than half of the nodes
	 */
	public int majority() {
		return size() / 2 + 1;
	}

	/**
	 * Return the nodes.
	 * @return the nodes, in the order in which they were given
	 */
	public List<RedisNode> nodes() {
		return this.nodes;
	}

	/**
	 * Return the clocks.
	 * @return the clocks
	 */
	public TimeSource time() {
		return this.time;
	}

	/**
	 * Return the timers.
	 * @return the timers
	 */
	public Timers timers() {
		return this.timers;
	}

	public int size() {
		return this.nodes.size();
	}

	public RedisNode node(int index) {
		return this.nodes.get(index);
	}

	/**
	 * Return the time that the nodes have to reply, in nanoseconds.
	 */
	public long replyTimeoutNanos(LockParameters parameters) {
		return parameters.replyTimeoutNanos(roundTripNanos());
	}

	/**
	 * Return the round-trip time to the farthest node, in nanoseconds; 0 if unknown.
	 */
	public long roundTripNanos() {
		long longest = 0;
		for (int i = 0; i < size(); i++) {
			longest = Math.max(longest, node(i).roundTripNanos());
		}
		return longest;
	}

	/**
	 * Return the index of the first node that is up, or 0 if none is.
	 */
	public int firstUp() {
		for (int i = 0; i < size(); i++) {
			if (node(i).isUp()) {
				return i;
			}
		}
		return 0;
	}

	int[] order() {
		return this.order;
	}

	int[] shuffledOrder() {
		int[] shuffled = this.order.clone();
		for (int last = shuffled.length - 1; last > 0; last--) {
			int other = ThreadLocalRandom.current().nextInt(last + 1);
			int moved = shuffled[last];
			shuffled[last] = shuffled[other];
			shuffled[other] = moved;
		}
		return shuffled;
	}

	public RestartGuard guard() {
		return this.guard;
	}

	public @Nullable NodeReplyListener listener() {
		return this.listener;
	}

}

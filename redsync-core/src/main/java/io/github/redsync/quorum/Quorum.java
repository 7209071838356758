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

package io.github.redsync.quorum;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that vote on locks, with all that a vote needs: clocks, timers and the guard
 * against nodes that have restarted. Safe for use by many threads.
 */
public final class Quorum {

	private final List<RedisNode> nodes;

	private final TimeSource time;

	private final Timers timers;

	private final RestartGuard guard;

	private final @Nullable NodeReplyListener observer;

	private final int[] order;

	/** The acquisitions under way, which end when the quorum is closed. */
	private final Set<Acquisition> acquiring = ConcurrentHashMap.newKeySet();

	private final WaitQueues lines;

	private volatile boolean closed;

	/**
	 * Create a quorum.
	 * @param nodes the nodes, independent of each other
	 * @param time the clocks
	 * @param timers the timers
	 * @param guard decides whether the grant of a node counts
	 * @param observer is told of every answer, or {@code null}
	 */
	public Quorum(List<RedisNode> nodes, TimeSource time, Timers timers, RestartGuard guard,
			@Nullable NodeReplyListener observer) {
		this.nodes = List.copyOf(nodes);
		this.time = time;
		this.timers = timers;
		this.guard = guard;
		this.observer = observer;
		this.order = IntStream.range(0, nodes.size()).toArray();
		this.lines = new WaitQueues(this);
		for (int i : this.order) {
			this.nodes.get(i).setChangeListener(this.lines.listener(i));
		}
	}

	/**
	 * Begin to acquire a lock.
	 * @param key the key of the lock
	 * @param terms the terms
	 * @param values gives a new value for each attempt
	 * @param receiver is told how it ended, perhaps before this method returns
	 * @return the acquisition, to cancel it
	 */
	public Acquisition acquire(String key, LockParameters terms, Supplier<String> values,
			Acquisition.Receiver receiver) {
		this.guard.use(terms);
		Acquisition acquisition = new Acquisition(this, key, terms, values, receiver);
		this.acquiring.add(acquisition);
		acquisition.begin();
		return acquisition;
	}

	/**
	 * Attach to a lock that was acquired elsewhere.
	 * @param key the key of the lock
	 * @param value the value of the lock
	 * @param terms the terms
	 * @return the lock, valid once it was extended
	 */
	public Hold attach(String key, String value, LockParameters terms) {
		this.guard.use(terms);
		return new Hold(this, key, value, terms);
	}

	/**
	 * Ask every node for the state of a lock.
	 * @param key the key of the lock
	 * @param limitNanos how long to wait for an answer, in nanoseconds; at least twice
	 * the round trip time to the farthest node
	 * @return a future of what each node says, completed on any thread
	 */
	public CompletableFuture<List<NodeResult>> inspect(String key, long limitNanos) {
		NodeQuery survey = new NodeQuery(this, NodeOperation.INSPECT, (node) -> node.inspect(key));
		survey.open(Math.max(limitNanos, 2 * roundTripNanos()));
		return survey.result();
	}

	/**
	 * Ask every node for a sign of life.
	 * @param limitNanos how long to wait for an answer, in nanoseconds
	 * @return a future of what came of each node, completed on any thread
	 */
	public CompletableFuture<List<NodeResult>> ping(long limitNanos) {
		NodeQuery survey = new NodeQuery(this, NodeOperation.PING, RedisNode::ping);
		survey.open(limitNanos);
		return survey.result();
	}

	/**
	 * Return for how long the grants of a node do not count, because it has restarted and
	 * may have forgotten locks. A longer expiry that comes into use prolongs that.
	 * @param index the index of the node
	 * @return the time in nanoseconds; 0 if its grants count, or it was never connected
	 */
	public long quarantineLeftNanos(int index) {
		return this.guard.quarantineLeftNanos(node(index).incarnation(), (other) -> node(other).incarnation(),
				this.time.nanoTime());
	}

	/**
	 * Take no part in further votes: acquisitions end and take back what they left on the
	 * nodes, and nothing is extended any more. To be called before the nodes are closed.
	 */
	public void close() {
		this.closed = true;
		this.acquiring.forEach(Acquisition::close);
	}

	void over(Acquisition acquisition) {
		this.acquiring.remove(acquisition);
	}

	/**
	 * Return how many votes make a majority.
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

	boolean isClosed() {
		return this.closed;
	}

	int size() {
		return this.nodes.size();
	}

	RedisNode node(int index) {
		return this.nodes.get(index);
	}

	/**
	 * Return how long the nodes may take to answer, in nanoseconds.
	 */
	long limitNanos(LockParameters terms) {
		return terms.limitNanos(roundTripNanos());
	}

	/**
	 * Return the round trip time to the farthest node, in nanoseconds; 0 if unknown.
	 */
	long roundTripNanos() {
		long longest = 0;
		for (int i = 0; i < size(); i++) {
			longest = Math.max(longest, node(i).roundTripNanos());
		}
		return longest;
	}

	/**
	 * Return the first node that is up, or the first of all if none is.
	 */
	int firstUp() {
		for (int i = 0; i < size(); i++) {
			if (node(i).isUp()) {
				return i;
			}
		}
		return 0;
	}

	WaitQueues lines() {
		return this.lines;
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

	RestartGuard guard() {
		return this.guard;
	}

	@Nullable NodeReplyListener observer() {
		return this.observer;
	}

}

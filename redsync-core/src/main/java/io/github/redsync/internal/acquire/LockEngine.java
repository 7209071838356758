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

package io.github.redsync.internal.acquire;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.internal.hold.Hold;
import io.github.redsync.internal.hold.HoldGrant;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.NodeQuery;
import io.github.redsync.internal.wait.WaitQueues;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;

/**
 * Acquires locks over a group of nodes. Thread-safe.
 */
public final class LockEngine {

	private final NodeGroup group;

	private final WaitQueues queues;

	/** The running acquisitions, which end when the engine is closed. */
	private final Set<Acquisition> running = ConcurrentHashMap.newKeySet();

	private final Consumer<Acquisition> onEnd = this.running::remove;

	/**
	 * Create an engine.
	 * @param group the nodes
	 */
	public LockEngine(NodeGroup group) {
		this.group = group;
		this.queues = new WaitQueues(group);
		for (int i = 0; i < group.size(); i++) {
			group.node(i).setChangeListener(this.queues.listener(i));
		}
	}

	/**
	 * Start to acquire a lock.
	 * @param key the key of the lock
	 * @param parameters the parameters of the lock
	 * @param values supplies a new value for each attempt
	 * @param listener called with the outcome, possibly before this method returns
	 * @return the acquisition, which can be cancelled
	 */
	public Acquisition acquire(String key, LockParameters parameters, Supplier<String> values,
			AcquisitionListener listener) {
		this.group.guard().noteExpiry(parameters);
		Acquisition acquisition = new Acquisition(this.group, this.queues, key, parameters, values, listener,
				this.onEnd);
		this.running.add(acquisition);
		acquisition.start();
		return acquisition;
	}

	/**
	 * Attach to a lock that was acquired elsewhere.
	 * @param key the key of the lock
	 * @param value the value of the lock
	 * @param parameters the parameters of the lock
	 * @return the lock, which is valid once it was extended
	 */
	public Hold attach(String key, String value, LockParameters parameters) {
		this.group.guard().noteExpiry(parameters);
		return new Hold(this.group, this.queues, parameters, HoldGrant.attached(key, value, this.group.time()));
	}

	/**
	 * Ask each node for the state of a lock.
	 * @param key the key of the lock
	 * @param timeoutNanos the time to wait for replies, in nanoseconds; raised to twice
	 * the round-trip time to the farthest node
	 * @return a future of the result of each node, completed on any thread
	 */
	public CompletableFuture<List<NodeResult>> inspect(String key, long timeoutNanos) {
		return query(NodeOperation.INSPECT, (node) -> node.inspect(key),
				Math.max(timeoutNanos, 2 * this.group.roundTripNanos()));
	}

	/**
	 * Send a ping to each node.
	 * @param timeoutNanos the time to wait for replies, in nanoseconds
	 * @return a future of the result of each node, completed on any thread
	 */
	public CompletableFuture<List<NodeResult>> ping(long timeoutNanos) {
		return query(NodeOperation.PING, RedisNode::ping, timeoutNanos);
	}

	private CompletableFuture<List<NodeResult>> query(NodeOperation operation,
			Function<RedisNode, CompletionStage<NodeReply>> request, long timeoutNanos) {
		CompletableFuture<List<NodeResult>> results = new CompletableFuture<>();
		new NodeQuery(this.group, operation, request, (query, won) -> results.complete(query.results()))
			.open(timeoutNanos);
		return results;
	}

	/**
	 * End the running acquisitions, which remove the keys that they have set, and stop
	 * the extension of locks. To be called before the nodes are closed.
	 */
	public void close() {
		this.group.close();
		this.running.forEach(Acquisition::close);
	}

	/**
	 * Return the nodes.
	 * @return the nodes
	 */
	public NodeGroup group() {
		return this.group;
	}

	public WaitQueues queues() {
		return this.queues;
	}

}

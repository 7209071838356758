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

package io.github.redsync.test.memory;

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * A node of one client, connected to a {@link MemoryServer}. It behaves as the driver for
 * real servers: requests are executed in order and at most once, an abandoned acquisition
 * is not sent, and a release with an unknown outcome is resent on the next connection.
 * Thread-safe.
 */
public final class MemoryNode implements RedisNode {

	private final MemoryConnection connection;

	MemoryNode(MemoryConnection connection) {
		this.connection = connection;
	}

	@Override
	public String name() {
		return this.connection.server().name();
	}

	@Override
	public boolean isUp() {
		return this.connection.isUp();
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		MemoryRequest acquire = new MemoryRequest((store, incarnation) -> store.acquire(request, incarnation));
		return request.isAbandoned() ? acquire.fail("The attempt was abandoned", true)
				: this.connection.submit(acquire);
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore) {
		return this.connection
			.submit(new MemoryRequest((store, incarnation) -> store.extend(key, value, expiryMillis, restore)));
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		MemoryRequest.Action release = (store, incarnation) -> store.release(key, value);
		return this.connection.submit(new MemoryRequest(release, release));
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		if (request.isAbandoned()) {
			return RedisNode.super.handOff(request, predecessor);
		}
		NodeReply[] released = new NodeReply[1];
		CompletionStage<NodeReply> acquired = this.connection.submit(new MemoryRequest((store, incarnation) -> {
			released[0] = store.release(request.key(), predecessor);
			return store.acquire(request, incarnation);
		}, (store, incarnation) -> store.release(request.key(), predecessor)));
		return new HandOffReplies(acquired.thenApply((reply) -> released[0]), acquired);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation granting) {
		MemoryRequest raise = new MemoryRequest((store, incarnation) -> store.raise(key, value, token, incarnation));
		Incarnation connected = incarnation();
		if (connected == null || !connected.id().equals(granting.id())) {
			return raise.fail("The server has restarted since it granted the lock", true);
		}
		return this.connection.submit(raise);
	}

	@Override
	public @Nullable Incarnation incarnation() {
		return this.connection.incarnation();
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return this.connection.submit(new MemoryRequest((store, incarnation) -> store.inspect(key)));
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		return this.connection.submit(new MemoryRequest((store, incarnation) -> NodeReply.of(Status.PONG)));
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return this.connection.submit(new MemoryRequest((store, incarnation) -> store.watch(key, this.connection)));
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		this.connection.setChangeListener(listener);
	}

	/**
	 * Set the message delays of this client alone.
	 * @param requests the delays of its requests, or {@code null} for those of the server
	 * @param replies the delays of the replies to it, or {@code null} for those of the
	 * server
	 */
	public void delay(@Nullable MessageDelay requests, @Nullable MessageDelay replies) {
		this.connection.delay(requests, replies);
	}

	/**
	 * Lose this connection and reconnect.
	 * @see MemoryServer#disconnect()
	 */
	public void disconnect() {
		this.connection.disconnect();
	}

	@Override
	public void close() {
		this.connection.close();
	}

	@Override
	public String toString() {
		return name();
	}

}

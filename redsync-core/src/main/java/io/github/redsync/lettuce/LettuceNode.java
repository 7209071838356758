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

package io.github.redsync.lettuce;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RedisNode} over Lettuce: a few connections to one server, and scripts. Each
 * key is assigned to one of the connections, so that its requests keep their order.
 */
final class LettuceNode implements RedisNode {

	private final String name;

	private final Connector connector;

	private final ServerIdentity identity;

	private final ChangeNotifier notifier = new ChangeNotifier();

	private final ReconnectingConnection[] connections;

	private volatile long longestExpiryMillis;

	LettuceNode(String name, int poolSize, Connector connector, ServerClaims claims, RestartWaivers waivers) {
		Script.load();
		this.name = name;
		this.connector = connector;
		this.identity = new ServerIdentity(this, claims, waivers);
		this.connections = new ReconnectingConnection[poolSize];
		for (int i = 0; i < poolSize; i++) {
			this.connections[i] = new ReconnectingConnection(connector, this.identity, this.notifier,
					this::longestExpiryNanos);
		}
	}

	void connect() {
		for (ReconnectingConnection connection : this.connections) {
			connection.connect();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isUp() {
		for (ReconnectingConnection connection : this.connections) {
			if (!connection.isUp()) {
				return false;
			}
		}
		return true;
	}

	@Override
	public long roundTripNanos() {
		long longest = 0;
		for (ReconnectingConnection connection : this.connections) {
			longest = Math.max(longest, connection.roundTripNanos());
		}
		return longest;
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		recordExpiry(request);
		// A script saves a round trip if the lock is taken, SET costs less if it is free
		boolean script = request.fenced() || request.likelyTaken();
		return submit(request.key(), script ? new AcquireCommand(request) : new SetCommand(request), false);
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		recordExpiry(request);
		String key = request.key();
		ReconnectingConnection connection = connection(key);
		ReleaseRetry releases = connection.releases();
		HandOffCommand handOff = new HandOffCommand(request, releases.command(key, predecessor));
		CompletionStage<NodeReply> released = handOff.released();
		releases.repeatAfterLateAcquisition(key, predecessor);
		connection.submit(handOff, false);
		return new HandOffReplies(released, handOff);
	}

	private void recordExpiry(AcquireRequest request) {
		if (request.expiryMillis() > this.longestExpiryMillis) {
			this.longestExpiryMillis = request.expiryMillis();
		}
	}

	private long longestExpiryNanos() {
		return TimeUnit.MILLISECONDS.toNanos(this.longestExpiryMillis);
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore) {
		return submit(key, new ExtendCommand(key, value, expiryMillis, restore), false);
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		ReleaseRetry releases = connection(key).releases();
		releases.repeatAfterLateAcquisition(key, value);
		return submit(key, releases.command(key, value), true);
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return submit(key, new RaiseCommand(key, value, token, incarnation), false);
	}

	@Override
	public @Nullable Incarnation incarnation() {
		return this.identity.incarnation();
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return submit(key, new InspectCommand(key), false);
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return submit(key, new TrackCommand(key), false);
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		this.notifier.setListener(listener);
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		PingCommand ping = new PingCommand();
		this.connections[0].submit(ping, false);
		return ping;
	}

	private CompletionStage<NodeReply> submit(String key, NodeCommand command, boolean always) {
		connection(key).submit(command, always);
		return command;
	}

	private ReconnectingConnection connection(String key) {
		int count = this.connections.length;
		return this.connections[(count > 1) ? Math.floorMod(key.hashCode(), count) : 0];
	}

	@Override
	public void close() {
		closeConnections();
	}

	/**
	 * Close the connections.
	 * @return a future that completes when the queued commands are sent
	 */
	CompletableFuture<Void> closeConnections() {
		CompletableFuture<Void> closed = all(ReconnectingConnection::close);
		this.identity.releaseClaims();
		return closed;
	}

	/**
	 * Release the event loops, which are shared with other nodes, when no connection
	 * attempt is under way. To be called after the connections are closed.
	 * @return a future that completes when that is done
	 */
	CompletableFuture<Void> shutdown() {
		return all(ReconnectingConnection::attemptsEnded).thenCompose((ended) -> this.connector.close());
	}

	private CompletableFuture<Void> all(Function<ReconnectingConnection, CompletableFuture<Void>> step) {
		return CompletableFuture.allOf(Stream.of(this.connections).map(step).toArray(CompletableFuture<?>[]::new));
	}

	@Override
	public String toString() {
		return this.name;
	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.NodeException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections of a node, reconnected whenever it is lost. Each new connection
 * completes a handshake before it is used. While the first connection is being made, or
 * the next one right after a loss, commands wait for it. While the node is down, commands
 * fail immediately. A connection on which a reply is overdue is replaced if a second
 * connection can be made. Thread-safe.
 */
final class ReconnectingConnection implements ReleaseRetry.Sender {

	/** TCP, greeting and handshake, besides the round trip of the command itself. */
	private static final int CONNECT_ROUND_TRIPS = 4;

	private final Connector connector;

	private final ServerIdentity identity;

	private final ChangeListener listener;

	private final Handshake handshake;

	private final ConnectionAttempts attempts;

	private final DeadConnectionCheck deadConnectionCheck;

	private final ReleaseRetry releases;

	private final ConnectionLog log;

	private final ReconnectDelay delay = new ReconnectDelay();

	private final List<NodeCommand> waiting = new ArrayList<>();

	private volatile @Nullable ServerConnection current;

	private State state = State.CONNECTING;

	private String lastError = "The node was not connected yet";

	/** The round trip time of the latest connection that has ended. */
	private long latestRoundTripNanos;

	/**
	 * Create a connection that is not connected yet.
	 * @param listener gets the change notifications of the server
	 * @param longestExpiryNanos returns the longest time to live of a key so far
	 */
	ReconnectingConnection(Connector connector, ServerIdentity identity, ChangeListener listener,
			LongSupplier longestExpiryNanos) {
		this.connector = connector;
		this.identity = identity;
		this.listener = listener;
		this.handshake = new Handshake(identity, listener, connector.requiresRunId(), connector.nanoClock());
		this.attempts = new ConnectionAttempts(connector, this.handshake, this::disconnected);
		this.deadConnectionCheck = new DeadConnectionCheck(connector, this.attempts, this::replace);
		this.releases = new ReleaseRetry(this, connector, longestExpiryNanos);
		this.log = new ConnectionLog(identity.nodeName());
	}

	private enum State {

		CONNECTING, UP, DOWN, CLOSED

	}

	boolean isUp() {
		ServerConnection connection = this.current;
		return connection != null && !connection.isStalled();
	}

	/**
	 * Return the round trip time in nanoseconds. While a connection is being made, it
	 * includes the time to connect, since commands wait for the connection.
	 */
	long roundTripNanos() {
		ServerConnection connection = this.current;
		return (connection != null) ? connection.roundTripNanos() : unconnectedRoundTripNanos();
	}

	private synchronized long unconnectedRoundTripNanos() {
		if (this.state != State.CONNECTING) {
			return this.latestRoundTripNanos;
		}
		return (this.latestRoundTripNanos != 0) ? CONNECT_ROUND_TRIPS * this.latestRoundTripNanos
				: this.connector.connectTimeout().toNanos();
	}

	@Override
	public synchronized @Nullable ServerConnection connected() {
		return (this.state == State.UP) ? this.current : null;
	}

	ReleaseRetry releases() {
		return this.releases;
	}

	@Override
	public void submit(NodeCommand command, boolean always) {
		ServerConnection connection = this.current;
		if (connection == null) {
			submitUnconnected(command);
		}
		else if (always) {
			connection.send(command);
		}
		else {
			connection.sendUnlessStalled(command);
		}
	}

	private void submitUnconnected(NodeCommand command) {
		ServerConnection connection;
		String reason;
		synchronized (this) {
			connection = this.current;
			if (connection == null && this.state == State.CONNECTING) {
				this.waiting.add(command);
				return;
			}
			reason = this.lastError;
		}
		// Outside of the monitor, since both may fail commands, which calls back
		if (connection != null) {
			connection.send(command);
		}
		else {
			command.fail(reason, null);
		}
	}

	void connect() {
		ConnectionAttempt attempt = this.attempts.start();
		if (attempt == null) {
			return;
		}
		attempt.result().whenComplete((server, failure) -> {
			Throwable reason = (server != null) ? connected(server) : failure;
			if (reason == null) {
				attempt.markUsed();
			}
			else {
				attempt.discard();
				failed(reason);
			}
		});
	}

	/**
	 * Use a new connection.
	 * @return why it cannot be used, or null if it is used
	 */
	private @Nullable Throwable connected(ConnectedServer server) {
		synchronized (this) {
			if (this.state == State.CLOSED || !server.connection().isOpen()) {
				return new NodeException("The connection was lost", true, null);
			}
			ServerConnection connection;
			try {
				connection = accept(server);
			}
			catch (NodeException ex) {
				return ex;
			}
			// Pending releases are older than all commands that wait
			this.releases.sendPending(connection);
			this.waiting.forEach(connection::send);
			this.waiting.clear();
			this.current = connection;
			this.state = State.UP;
		}
		this.log.connected();
		this.listener.lost();
		return null;
	}

	private ServerConnection accept(ConnectedServer server) {
		return this.handshake.accept(server, this.releases.lateAcquisitions(), this.deadConnectionCheck::start);
	}

	private boolean replace(ServerConnection dead, ConnectedServer server) {
		synchronized (this) {
			if (this.current != dead || this.state != State.UP) {
				return false;
			}
			try {
				this.current = accept(server);
			}
			catch (NodeException ex) {
				return false;
			}
		}
		this.log.replaced();
		dead.terminate();
		this.listener.lost();
		if (!server.connection().isOpen()) {
			// It was lost before it was in use, when its loss was ignored
			disconnected(server.connection());
		}
		return true;
	}

	private void disconnected(StatefulRedisConnection<String, String> connection) {
		ServerConnection ended;
		synchronized (this) {
			// In the monitor, so that a replacement has claimed the server before
			this.identity.disconnected(connection);
			ended = this.current;
			if (ended == null || !ended.uses(connection)) {
				return;
			}
			this.latestRoundTripNanos = ended.roundTripNanos();
			this.current = null;
			if (this.state == State.UP) {
				this.state = State.CONNECTING;
			}
		}
		long ageNanos = ended.ageNanos();
		ended.terminate();
		this.listener.lost();
		if (this.delay.resetIfStable(ageNanos)) {
			connect();
		}
		else {
			failed(new NodeException("The connection was lost", true, null));
		}
	}

	private void failed(Throwable failure) {
		String reason = this.connector.describe(failure);
		if (end(State.DOWN, reason)) {
			this.connector.schedule(this::connect, this.delay.nextMillis());
		}
	}

	/**
	 * Change the state to one without a connection, and fail the commands that wait.
	 * @return false if the connection is closed already
	 */
	private boolean end(State next, String reason) {
		List<NodeCommand> commands;
		synchronized (this) {
			if (this.state == State.CLOSED) {
				return false;
			}
			if (next == State.DOWN) {
				this.log.down(reason);
			}
			this.state = next;
			this.lastError = reason;
			commands = new ArrayList<>(this.waiting);
			this.waiting.clear();
		}
		commands.forEach((command) -> command.fail(reason, null));
		return true;
	}

	/** Return the future of {@link ConnectionAttempts#ended()}. */
	CompletableFuture<Void> attemptsEnded() {
		return this.attempts.ended();
	}

	/**
	 * Close the connection permanently.
	 * @return a future that completes when the queued commands are sent
	 */
	CompletableFuture<Void> close() {
		end(State.CLOSED, "The node was closed");
		this.attempts.close();
		ServerConnection last = this.current;
		return (last != null) ? last.close() : CompletableFuture.completedFuture(null);
	}

}

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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.redsync.node.NodeException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections of a node, made anew whenever it is lost: session after session,
 * each vetted before it is used. While a connection is being made for the first time, or
 * right after one was lost, requests wait for it; while the node is down, they fail at
 * once. A connection on which a reply is overdue is replaced if another one can be made.
 */
final class ReconnectingConnection {

	/** After this silence a server receives no requests except releases. */
	private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final long SHORTEST_PAUSE_MILLIS = 50;

	private static final long LONGEST_PAUSE_MILLIS = 1_000;

	/** Of TCP, of the greeting and of the vetting, besides that of the request. */
	private static final int CONNECTING_ROUND_TRIPS = 4;

	private final LettuceNode node;

	private final Connector connector;

	private final Handshake vetting;

	private final ConnectionLog log;

	private final ReleaseRetry releases;

	private final List<NodeCommand> waiting = new ArrayList<>();

	private volatile @Nullable ServerConnection session;

	private State state = State.CONNECTING;

	/**
	 * Completes when each connection attempt is in use, or has left nothing open.
	 */
	private volatile CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

	private String trouble = "The node was not connected yet";

	/** Whether a second connection is being made, or was so recently. */
	private boolean verifying;

	private long pauseMillis = SHORTEST_PAUSE_MILLIS;

	/** The round trip time of the latest session that has ended. */
	private long latestRoundTripNanos;

	ReconnectingConnection(LettuceNode node, Connector connector) {
		this.node = node;
		this.connector = connector;
		this.vetting = new Handshake(node, connector.requiresRunId(), connector.nanoClock());
		this.log = new ConnectionLog(node.name());
		this.releases = new ReleaseRetry(node, this, connector);
	}

	private enum State {

		CONNECTING, UP, DOWN, CLOSED

	}

	boolean isUp() {
		ServerConnection current = this.session;
		return current != null && current.silentNanos() < STALLED_NANOS;
	}

	/**
	 * Return the round trip time, in nanoseconds. While a connection is being made,
	 * requests wait for it, and the time is that for the connection as well.
	 */
	long roundTripNanos() {
		ServerConnection current = this.session;
		return (current != null) ? current.roundTripNanos() : unconnectedRoundTripNanos();
	}

	private synchronized long unconnectedRoundTripNanos() {
		long latest = this.latestRoundTripNanos;
		if (this.state != State.CONNECTING) {
			return latest;
		}
		return (latest != 0) ? CONNECTING_ROUND_TRIPS * latest : this.connector.connectTimeout().toNanos();
	}

	@Nullable ServerConnection session() {
		return this.session;
	}

	/**
	 * Return whether a connection is in use. Waits while one comes into use, so that a
	 * release that is kept meanwhile is not forgotten.
	 */
	synchronized boolean isConnected() {
		return this.state == State.UP;
	}

	ReleaseRetry releases() {
		return this.releases;
	}

	void submit(NodeCommand request, boolean always) {
		ServerConnection current = this.session;
		if (current == null) {
			submitUnconnected(request);
			return;
		}
		long silent = current.silentNanos();
		if (silent >= STALLED_NANOS && !always) {
			request.fail("The node has not answered for " + TimeUnit.NANOSECONDS.toMillis(silent) + " ms", null);
			return;
		}
		current.send(request);
	}

	private void submitUnconnected(NodeCommand request) {
		ServerConnection made;
		String reason;
		synchronized (this) {
			made = this.session;
			if (made == null && this.state == State.CONNECTING) {
				this.waiting.add(request);
				return;
			}
			reason = this.trouble;
		}
		// Not under the lock: either may fail requests, and so call back
		if (made != null) {
			made.send(request);
		}
		else {
			request.fail(reason, null);
		}
	}

	void connect() {
		ConnectionAttempt attempt = attempt();
		if (attempt == null) {
			return;
		}
		attempt.vetted().whenComplete((vetted, failure) -> {
			Throwable reason = (vetted != null) ? up(vetted) : failure;
			if (reason == null) {
				attempt.used();
			}
			else {
				attempt.discard();
				down(reason);
			}
		});
	}

	/**
	 * Begin an attempt to connect, unless the node is closed: the close waits for those
	 * that it finds.
	 */
	private @Nullable ConnectionAttempt attempt() {
		CompletableFuture<Void> ended = new CompletableFuture<>();
		synchronized (this) {
			if (this.state == State.CLOSED) {
				return null;
			}
			this.settled = CompletableFuture.allOf(this.settled, ended);
		}
		return new ConnectionAttempt(this.connector, this.vetting, this::lost, ended);
	}

	/**
	 * Use a connection.
	 * @return why it is not used, or null
	 */
	private @Nullable Throwable up(ConnectedServer vetted) {
		synchronized (this) {
			if (this.state == State.CLOSED || !vetted.connection().isOpen()) {
				return new NodeException("The connection was lost", true, null);
			}
			ServerConnection made;
			try {
				made = this.vetting.admit(vetted, this.releases.stragglers(), this::verify);
			}
			catch (NodeException ex) {
				return ex;
			}
			// First what is left from before: it is older than all that waits
			this.releases.sendAll(made);
			this.waiting.forEach(made::send);
			this.waiting.clear();
			use(made);
			this.state = State.UP;
		}
		this.log.connected();
		this.node.listener().lost();
		return null;
	}

	private void use(ServerConnection made) {
		this.session = made;
		made.begin();
	}

	/**
	 * Find out whether a session whose server owes a reply is alive, by a second
	 * connection: if the server completes a handshake first, it is the connection that is
	 * dead. A firewall may have forgotten it without notice. Called by the event loop of
	 * the session.
	 */
	private void verify(ServerConnection suspected) {
		synchronized (this) {
			if (this.session != suspected || this.state != State.UP || this.verifying) {
				return;
			}
			this.verifying = true;
		}
		long replies = suspected.replies();
		ConnectionAttempt attempt = attempt();
		if (attempt == null) {
			return;
		}
		attempt.vetted().whenComplete((vetted, failure) -> suspected.execute(() -> {
			boolean replaced = vetted != null && suspected.replies() == replies && replace(suspected, vetted);
			if (replaced) {
				attempt.used();
			}
			else {
				attempt.discard();
			}
			this.connector.schedule(this::verified, replaced ? SHORTEST_PAUSE_MILLIS : LONGEST_PAUSE_MILLIS);
		}));
	}

	private synchronized void verified() {
		this.verifying = false;
	}

	private boolean replace(ServerConnection dead, ConnectedServer vetted) {
		synchronized (this) {
			if (this.session != dead || this.state != State.UP) {
				return false;
			}
			try {
				use(this.vetting.admit(vetted, this.releases.stragglers(), this::verify));
			}
			catch (NodeException ex) {
				return false;
			}
		}
		this.log.replaced();
		dead.lost();
		this.node.listener().lost();
		if (!vetted.connection().isOpen()) {
			// It was lost before it was in use, when its loss had no consequence
			lost(vetted.connection());
		}
		return true;
	}

	private void lost(StatefulRedisConnection<String, String> connection) {
		ServerConnection ended;
		boolean shortLived;
		synchronized (this) {
			// Not before a replacement under way has claimed the server
			this.node.disconnected(connection);
			ended = this.session;
			if (ended == null || !ended.isOver(connection)) {
				return;
			}
			this.latestRoundTripNanos = ended.roundTripNanos();
			this.session = null;
			shortLived = ended.ageNanos() < TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS);
			if (this.state == State.UP) {
				this.state = State.CONNECTING;
			}
		}
		ended.lost();
		this.node.listener().lost();
		if (shortLived) {
			down(new NodeException("The connection was lost", true, null));
			return;
		}
		this.pauseMillis = SHORTEST_PAUSE_MILLIS;
		connect();
	}

	private void down(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String reason = this.connector.describe(cause);
		List<NodeCommand> failed;
		long pause;
		synchronized (this) {
			if (this.state == State.CLOSED) {
				return;
			}
			this.log.down(reason);
			this.state = State.DOWN;
			this.trouble = reason;
			failed = new ArrayList<>(this.waiting);
			this.waiting.clear();
			pause = this.pauseMillis + ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS);
			this.pauseMillis = Math.min(this.pauseMillis * 2, LONGEST_PAUSE_MILLIS);
		}
		failed.forEach((request) -> request.fail(reason, null));
		this.connector.schedule(this::connect, pause);
	}

	/**
	 * Return a future that completes when no connection attempt is under way any more. To
	 * be called after the close, which begins no other.
	 */
	CompletableFuture<Void> settled() {
		return this.settled;
	}

	/**
	 * Close the connection for good.
	 * @return a future that completes when all that was to be sent is sent
	 */
	CompletableFuture<Void> close() {
		ServerConnection last;
		List<NodeCommand> failed;
		synchronized (this) {
			this.state = State.CLOSED;
			this.trouble = "The node was closed";
			last = this.session;
			failed = new ArrayList<>(this.waiting);
			this.waiting.clear();
		}
		failed.forEach((request) -> request.fail("The node was closed", null));
		return (last != null) ? last.close() : CompletableFuture.completedFuture(null);
	}

}

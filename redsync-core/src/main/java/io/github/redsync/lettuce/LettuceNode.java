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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RedisNode} over Lettuce: a few connections to one server, each with an order
 * of its own, and scripts. Every key uses one of the connections for good, so that its
 * requests keep their order. Made by {@link LettuceNodeFactory}.
 */
public final class LettuceNode implements RedisNode {

	private static final long FENCE_MILLIS = TimeUnit.DAYS.toMillis(7);

	private static final Function<ScriptReply, NodeReply> EXTENDED = (reply) -> switch ((int) reply.code()) {
		case 1 -> NodeReply.of(Status.EXTENDED);
		case 2 -> NodeReply.of(Status.RESTORED);
		case 0 -> NodeReply.of(Status.TAKEN);
		default -> NodeReply.of(Status.MISSING);
	};

	private static final Function<ScriptReply, NodeReply> RELEASED = (reply) -> switch ((int) reply.code()) {
		case 1 -> NodeReply.of(Status.RELEASED);
		case 0 -> NodeReply.of(Status.TAKEN);
		default -> NodeReply.of(Status.MISSING);
	};

	private static final Function<ScriptReply, NodeReply> RAISED = (reply) -> NodeReply
		.of((reply.code() == 1) ? Status.RAISED : Status.TAKEN);

	private static final Function<ScriptReply, NodeReply> INSPECTED = (reply) -> (reply.code() == 0)
			? NodeReply.held(reply.holder(), reply.timeLeftMillis()) : NodeReply.of(Status.MISSING);

	private static final ChangeListener NOBODY = new ChangeListener() {

		@Override
		public void changed(String key) {
		}

		@Override
		public void lost() {
		}

	};

	private final String name;

	private final ServerClaims claims;

	private final RestartWaivers waivers;

	private final Connector connector;

	private final ReconnectingConnection[] links;

	private volatile ChangeListener listener = NOBODY;

	private volatile long longestExpiryMillis;

	private @Nullable Incarnation incarnation;

	LettuceNode(String name, int poolSize, Connector connector, ServerClaims claims, RestartWaivers waivers) {
		Script.load();
		this.name = name;
		this.connector = connector;
		this.claims = claims;
		this.waivers = waivers;
		List<ReconnectingConnection> made = new ArrayList<>();
		for (int i = 0; i < poolSize; i++) {
			made.add(new ReconnectingConnection(this, connector));
		}
		this.links = made.toArray(new ReconnectingConnection[0]);
	}

	void connect() {
		for (ReconnectingConnection link : this.links) {
			link.connect();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isUp() {
		for (ReconnectingConnection link : this.links) {
			if (!link.isUp()) {
				return false;
			}
		}
		return true;
	}

	@Override
	public long roundTripNanos() {
		long longest = 0;
		for (ReconnectingConnection link : this.links) {
			longest = Math.max(longest, link.roundTripNanos());
		}
		return longest;
	}

	@Override
	public CompletionStage<NodeReply> acquire(AcquireRequest request) {
		noteExpiry(request);
		// One round trip in any case, or less work for the server if it grants the lock
		boolean script = request.fenced() || request.likelyTaken();
		return submit(request.key(), script ? ScriptCommand.acquire(request, FENCE_MILLIS) : new SetCommand(request),
				false);
	}

	@Override
	public HandOffReplies handOff(AcquireRequest request, String predecessor) {
		noteExpiry(request);
		String key = request.key();
		ReconnectingConnection link = link(key);
		// What is not passed on is at least released
		ScriptCommand call = ScriptCommand.handOff(request, predecessor, FENCE_MILLIS)
			.ifUndelivered((lost) -> link.releases().keep(key, predecessor));
		CompletionStage<NodeReply> released = call.released(releaseCall(key, predecessor, link));
		link.releases().repeatBehindStragglers(key, predecessor);
		link.submit(call, false);
		return new HandOffReplies(released, call);
	}

	private void noteExpiry(AcquireRequest request) {
		if (request.expiryMillis() > this.longestExpiryMillis) {
			this.longestExpiryMillis = request.expiryMillis();
		}
	}

	@Override
	public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean restore) {
		return submit(ScriptCommand.of(Script.EXTEND, key, value, expiryMillis, restore ? 1 : 0, EXTENDED), false);
	}

	@Override
	public CompletionStage<NodeReply> release(String key, String value) {
		ReconnectingConnection link = link(key);
		link.releases().repeatBehindStragglers(key, value);
		return submit(releaseCall(key, value, link), true);
	}

	ScriptCommand releaseCall(String key, String value, ReconnectingConnection link) {
		return ScriptCommand.of(Script.RELEASE, key, value, RELEASED)
			.ifUndelivered((call) -> link.releases().keep(call.key(), call.value()));
	}

	@Override
	public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
		return submit(ScriptCommand.raise(key, value, token, FENCE_MILLIS, incarnation, RAISED), false);
	}

	@Override
	public synchronized @Nullable Incarnation incarnation() {
		return this.incarnation;
	}

	@Override
	public CompletionStage<NodeReply> inspect(String key) {
		return submit(ScriptCommand.of(Script.INSPECT, key, INSPECTED), false);
	}

	@Override
	public CompletionStage<NodeReply> watch(String key) {
		return submit(key, new TrackCommand(key), false);
	}

	@Override
	public void setChangeListener(ChangeListener listener) {
		this.listener = listener;
	}

	ChangeListener listener() {
		return this.listener;
	}

	@Override
	public CompletionStage<NodeReply> ping() {
		PingCommand call = new PingCommand();
		this.links[0].submit(call, false);
		return call;
	}

	private CompletionStage<NodeReply> submit(ScriptCommand call, boolean always) {
		return submit(call.key(), call, always);
	}

	private CompletionStage<NodeReply> submit(String key, NodeCommand call, boolean always) {
		link(key).submit(call, always);
		return call;
	}

	private ReconnectingConnection link(String key) {
		return this.links[(this.links.length > 1) ? Math.floorMod(key.hashCode(), this.links.length) : 0];
	}

	long longestExpiryNanos() {
		return TimeUnit.MILLISECONDS.toNanos(this.longestExpiryMillis);
	}

	/**
	 * Claim a server for this node.
	 * @return why it cannot be claimed, or null if it can
	 */
	@Nullable String claim(@Nullable String runId, Object connection) {
		return this.claims.claim(this, runId, connection);
	}

	/**
	 * Record the incarnation of the server that a connection has met.
	 * @param runId the run id of the server, or null if it reports none
	 * @return the same incarnation as before, if it is, with the time of the first
	 * contact
	 */
	synchronized Incarnation meet(@Nullable String runId, Incarnation met) {
		Incarnation present = (this.incarnation != null) ? this.incarnation.succeededBy(met) : met;
		boolean known = present.contactNanos() != met.contactNanos() && !present.restarted();
		Incarnation waived = known ? null : this.waivers.waive(runId, met);
		present = (waived != null) ? waived : present;
		this.incarnation = present;
		return present;
	}

	void disconnected(Object connection) {
		this.claims.giveUp(connection);
	}

	@Override
	public void close() {
		closeLinks();
	}

	/**
	 * Release the event loops, which are shared with other nodes, when no connection
	 * attempt is under way any more.
	 * @return a future that completes when that is done
	 */
	CompletableFuture<Void> shutdown() {
		CompletableFuture<?>[] settled = Stream.of(this.links)
			.map(ReconnectingConnection::settled)
			.toArray(CompletableFuture<?>[]::new);
		return CompletableFuture.allOf(settled).thenCompose((none) -> this.connector.close());
	}

	CompletableFuture<Void> closeLinks() {
		CompletableFuture<?>[] closed = Stream.of(this.links)
			.map(ReconnectingConnection::close)
			.toArray(CompletableFuture<?>[]::new);
		this.claims.giveUpAll(this);
		return CompletableFuture.allOf(closed);
	}

	@Override
	public String toString() {
		return this.name;
	}

}

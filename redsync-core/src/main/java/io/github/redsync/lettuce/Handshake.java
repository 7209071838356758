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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check of a new connection before it is used, in one round trip: whether the server
 * can be a node, has every command that is needed, and which incarnation it is. Also
 * loads the scripts. Thread-safe.
 */
final class Handshake {

	private static final Logger logger = LoggerFactory.getLogger(Handshake.class);

	private final ServerIdentity identity;

	private final ChangeListener listener;

	private final boolean requireRunId;

	/**
	 * The clock of the algorithm, which compares the first contact with its own times.
	 */
	private final LongSupplier nanoClock;

	/** Why the server did not support change notifications at the latest handshake. */
	private volatile @Nullable String trackingError;

	Handshake(ServerIdentity identity, ChangeListener listener, boolean requireRunId, LongSupplier nanoClock) {
		this.identity = identity;
		this.listener = listener;
		this.requireRunId = requireRunId;
		this.nanoClock = nanoClock;
	}

	/**
	 * Start the handshake of a connection.
	 * @return a future that fails with a {@link NodeException} if the server cannot be a
	 * node
	 */
	CompletableFuture<ConnectedServer> start(StatefulRedisConnection<String, String> connection) {
		long start = System.nanoTime();
		RedisAsyncCommands<String, String> commands = connection.async();
		RequiredCommandCheck check = new RequiredCommandCheck();
		for (Script script : Script.values()) {
			check.add("SCRIPT LOAD", commands.scriptLoad(script.source()));
		}
		CompletableFuture<String> info = check.add("INFO", commands.info());
		CompletableFuture<@Nullable String> tracking = ClientTracking.enable(connection, this.listener);
		check.start(commands);
		EventLoopPing ping = new EventLoopPing();
		check.add("PING", ping.loop);
		connection.dispatch(ping);
		return check.ended().thenCombine(tracking, (ended, trackingError) -> {
			ServerInfo server = examine(info, check);
			recordTrackingError(trackingError);
			return new ConnectedServer(connection, ping.loop.join(), server, trackingError == null,
					System.nanoTime() - start);
		});
	}

	private ServerInfo examine(CompletableFuture<String> info, RequiredCommandCheck check) {
		// First what INFO reports: a replica or a cluster refuses some of the commands,
		// too
		ServerInfo server = new ServerInfo(info.isCompletedExceptionally() ? "" : info.join());
		String objection = server.objection();
		if (objection == null) {
			objection = check.objection();
		}
		if (objection == null && server.runId() == null && this.requireRunId) {
			objection = "The server, or a proxy in front of it, reports no usable run_id in INFO, so its restarts would "
					+ "not be detected: connect to the server itself, or set restart-protection to off if the server "
					+ "never loses its data";
		}
		if (objection != null) {
			throw new NodeException(objection, true, null);
		}
		return server;
	}

	private void recordTrackingError(@Nullable String error) {
		if (error != null && !error.equals(this.trackingError)) {
			logger.info("Node {} does not support change notifications; waiters poll at the retry delay: {}",
					this.identity.nodeName(), error);
		}
		this.trackingError = error;
	}

	/**
	 * Accept a server as that of the node, until the connection is lost, and start to use
	 * the connection. Nothing that can fail may follow.
	 * @param lateAcquisitions gets the values of acquisitions that fail without a reply
	 * @param onOverdue called repeatedly while a reply is overdue
	 * @throws NodeException if the server is that of another node
	 */
	ServerConnection accept(ConnectedServer server, LateAcquisitions lateAcquisitions,
			Consumer<ServerConnection> onOverdue) {
		ServerInfo info = server.info();
		String objection = this.identity.claim(info.runId(), server.connection());
		if (objection != null) {
			throw new NodeException(objection, true, null);
		}
		String warning = info.warning();
		if (warning != null) {
			logger.warn("Node {} {}", this.identity.nodeName(), warning);
		}
		Incarnation incarnation = this.identity.observe(info.runId(),
				new Incarnation(info.incarnationId(), this.nanoClock.getAsLong(), info.ageNanos()));
		ServerConnection connection = new ServerConnection(server, incarnation, lateAcquisitions, onOverdue);
		connection.start();
		return connection;
	}

	/**
	 * A {@code PING} that determines the event loop of the connection, which receives the
	 * reply.
	 */
	private static final class EventLoopPing extends Command<String, String, String> {

		private final CompletableFuture<EventLoop> loop = new CompletableFuture<>();

		EventLoopPing() {
			super(CommandType.PING, new StatusOutput<>(StringCodec.UTF8));
		}

		@Override
		public void complete() {
			super.complete();
			EventLoop current = EventLoops.current();
			if (getOutput().hasError()) {
				completeExceptionally(new RedisCommandExecutionException(getOutput().getError()));
			}
			else if (current == null) {
				completeExceptionally(new IllegalStateException("Not called by an event loop"));
			}
			else {
				this.loop.complete(current);
			}
		}

		@Override
		public boolean completeExceptionally(Throwable failure) {
			return this.loop.completeExceptionally(failure);
		}

		@Override
		public void cancel() {
			super.cancel();
			completeExceptionally(new NodeException("The connection was closed", false, null));
		}

	}

}

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
 * Looks at a new connection before it is used, in one round trip: whether the server may
 * be a node at all, has every command that is needed, and which incarnation of it this
 * is. Loads the scripts with it.
 */
final class Handshake {

	private static final Logger logger = LoggerFactory.getLogger(Handshake.class);

	private final LettuceNode node;

	private final boolean requireRunId;

	/** That of the algorithm, which compares the contact with its own times. */
	private final LongSupplier nanoClock;

	/** Why the server did not tell of changes the last time. */
	private volatile @Nullable String silence;

	Handshake(LettuceNode node, boolean requireRunId, LongSupplier nanoClock) {
		this.node = node;
		this.requireRunId = requireRunId;
		this.nanoClock = nanoClock;
	}

	/**
	 * Vet a connection.
	 * @return a future that fails with a {@link NodeException} if the server cannot be a
	 * node
	 */
	CompletableFuture<ConnectedServer> vet(StatefulRedisConnection<String, String> connection) {
		long start = System.nanoTime();
		RedisAsyncCommands<String, String> commands = connection.async();
		RequiredCommandCheck trial = new RequiredCommandCheck();
		for (Script script : Script.values()) {
			trial.expect("SCRIPT LOAD", commands.scriptLoad(script.source()));
		}
		CompletableFuture<String> info = trial.expect("INFO", commands.info());
		CompletableFuture<@Nullable String> tracking = ClientTracking.begin(connection, this.node);
		trial.begin(commands);
		LoopProbe probe = new LoopProbe();
		trial.expect("PING", probe.loop);
		connection.dispatch(probe);
		return trial.ended().thenCombine(tracking, (ended, silence) -> {
			ServerInfo server = examine(info, trial);
			note(silence);
			return new ConnectedServer(connection, probe.loop.join(), server, silence == null,
					System.nanoTime() - start);
		});
	}

	private ServerInfo examine(CompletableFuture<String> info, RequiredCommandCheck trial) {
		// A replica or a cluster refuses commands too, but INFO tells what it is
		ServerInfo server = new ServerInfo(info.isCompletedExceptionally() ? "" : info.join());
		String objection = server.objection();
		if (objection == null) {
			objection = trial.objection();
		}
		if (objection == null && server.runId() == null && this.requireRunId) {
			objection = "The server, or a proxy in front of it, reports no usable run_id in INFO, so its restarts would go "
					+ "unnoticed: connect to the server itself, or set restart-protection to off if the server never "
					+ "loses its data";
		}
		if (objection != null) {
			throw new NodeException(objection, true, null);
		}
		return server;
	}

	private void note(@Nullable String silence) {
		if (silence != null && !silence.equals(this.silence)) {
			logger.info("Node {} does not tell when a lock is released, so who waits for one tries when the retry "
					+ "delay is over: {}", this.node.name(), silence);
		}
		this.silence = silence;
	}

	/**
	 * Begin to use a connection. Nothing that can fail follows: the server counts as that
	 * of the node from now on, until the connection is lost.
	 * @param stragglers gets the values of requests that fail without a reply
	 * @param onOverdue called while a reply is overdue
	 * @throws NodeException if the server is that of another node
	 */
	ServerConnection admit(ConnectedServer vetted, LateAcquisitions stragglers, Consumer<ServerConnection> onOverdue) {
		ServerInfo server = vetted.server();
		String objection = this.node.claim(server.runId(), vetted.connection());
		if (objection != null) {
			throw new NodeException(objection, true, null);
		}
		String warning = server.warning();
		if (warning != null) {
			logger.warn("Node {} {}", this.node.name(), warning);
		}
		Incarnation incarnation = this.node.meet(server.runId(),
				new Incarnation(server.incarnationId(), this.nanoClock.getAsLong(), server.ageNanos()));
		return new ServerConnection(vetted, incarnation, stragglers, onOverdue);
	}

	/**
	 * A PING whose answer tells the event loop on which it arrives.
	 */
	private static final class LoopProbe extends Command<String, String, String> {

		private final CompletableFuture<EventLoop> loop = new CompletableFuture<>();

		LoopProbe() {
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

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

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server: the command on the wire and the future of its reply, in one
 * object. Sent at most once. The exception is {@code NOSCRIPT}: nothing was executed, so
 * the command is sent again with the source of its script.
 */
abstract class NodeCommand extends CompletableFuture<NodeReply> implements RedisCommand<String, String, Object> {

	private CommandOutput<String, String, Object> output = newOutput();

	private @Nullable Connection connection;

	private boolean withSource;

	private volatile boolean sent;

	abstract CommandOutput<String, String, Object> newOutput();

	/**
	 * Write the command.
	 * @param withSource whether to send the source of the script instead of its digest
	 */
	abstract void encode(ByteBuf buffer, boolean withSource);

	/**
	 * Return the lock values in the command, which must be removed from errors of the
	 * server.
	 */
	List<String> secrets() {
		return List.of();
	}

	/**
	 * Return the lock values to which the command may set a key.
	 */
	List<String> valuesToSet() {
		return List.of();
	}

	/**
	 * Convert the output to a reply. Returns null if the reply depends on another
	 * command, which then completes this one.
	 */
	abstract @Nullable NodeReply readReply();

	/**
	 * Return whether the command must not be sent, because its attempt was abandoned.
	 */
	boolean isAbandoned() {
		return false;
	}

	/**
	 * Return whether the command may be sent to an incarnation of the server.
	 */
	boolean mayBeSentTo(Incarnation incarnation) {
		return true;
	}

	/**
	 * Return the command that has to be sent immediately before this one, on a connection
	 * that supports change notifications; null if there is none.
	 */
	@Nullable NodeCommand precedingCommand() {
		return null;
	}

	/**
	 * Return the command to send instead of this one, which was abandoned; null if there
	 * is none. To be called before {@link #abandon()}.
	 */
	@Nullable NodeCommand replacement() {
		return null;
	}

	final void sentOn(Connection connection) {
		this.connection = connection;
		this.sent = true;
	}

	/**
	 * Return the connection on which the command was sent.
	 */
	final Connection connection() {
		return Objects.requireNonNull(this.connection, "The command was not sent");
	}

	@Override
	public void encode(ByteBuf buffer) {
		encode(buffer, this.withSource);
	}

	@Override
	public void complete() {
		Connection current = this.connection;
		if (current != null) {
			current.onReply();
		}
		String error = (this.output.getError() != null) ? ServerErrors.withhold(this.output.getError(), secrets())
				: null;
		if (error == null) {
			NodeReply reply = readReply();
			if (reply != null) {
				complete(reply);
			}
		}
		else if (error.startsWith("NOSCRIPT") && !this.withSource && current != null) {
			this.withSource = true;
			this.output = newOutput();
			current.send(this);
		}
		else {
			super.completeExceptionally(new NodeException(ServerErrors.explain(error), false, null));
			onServerError();
			if (ServerErrors.code(error).equals("READONLY") && current != null) {
				current.onDemoted();
			}
		}
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		String reason = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		return fail(reason, failure);
	}

	/**
	 * Fail because there is no connection, or because the connection was lost.
	 */
	final boolean fail(String reason, @Nullable Throwable cause) {
		boolean first = super.completeExceptionally(new NodeException(reason, !this.sent, cause));
		if (first) {
			Connection last = this.connection;
			if (last != null) {
				valuesToSet().forEach(last::onUnansweredAcquisition);
			}
			onUnknownOutcome();
		}
		return first;
	}

	/**
	 * Fail because the attempt was abandoned before the command was sent.
	 */
	final void abandon() {
		if (super.completeExceptionally(NodeException.abandoned())) {
			onUnknownOutcome();
		}
	}

	/**
	 * Called when the command has failed without a reply, whether it was sent or not.
	 */
	void onUnknownOutcome() {
	}

	/**
	 * Called when the server has replied with an error.
	 */
	void onServerError() {
	}

	@Override
	public void cancel() {
		fail("The connection was closed", null);
	}

	@Override
	public CommandOutput<String, String, Object> getOutput() {
		return this.output;
	}

	@Override
	public void setOutput(CommandOutput<String, String, Object> output) {
		this.output = output;
	}

	@Override
	public @Nullable CommandArgs<String, String> getArgs() {
		return null;
	}

	@Override
	public ProtocolKeyword getType() {
		return CommandType.EVALSHA;
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

	/**
	 * The connection on which a command is sent. The events are called by its event loop,
	 * except {@link #onUnansweredAcquisition}, which any thread may call.
	 */
	interface Connection {

		/**
		 * Send a command, or fail it if the connection is closed.
		 */
		void send(NodeCommand command);

		/**
		 * Return the incarnation of the server.
		 */
		Incarnation incarnation();

		/**
		 * Return the reply to a grant without a fencing counter, which is the same for
		 * all of them.
		 */
		NodeReply granted();

		/**
		 * Called when the reply to a command has arrived.
		 */
		void onReply();

		/**
		 * Called when a command has failed without a reply that may have set, or may yet
		 * set, a key to a value.
		 */
		void onUnansweredAcquisition(String value);

		/**
		 * Called when the server has become a replica. It may forget locks that it
		 * granted before it is a primary again, so another handshake is needed.
		 */
		void onDemoted();

	}

}

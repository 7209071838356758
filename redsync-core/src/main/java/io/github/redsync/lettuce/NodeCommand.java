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
 * One request to a server: the command on the wire and the future of its answer, in one
 * object. Is sent at most once, but for a server that has forgotten the script: it did
 * nothing, and is sent the source.
 */
abstract class NodeCommand extends CompletableFuture<NodeReply> implements RedisCommand<String, String, Object> {

	private CommandOutput<String, String, Object> output = newOutput();

	private @Nullable ServerConnection session;

	private boolean withSource;

	private volatile boolean sent;

	abstract CommandOutput<String, String, Object> newOutput();

	/**
	 * Write the command.
	 * @param withSource whether to send the source of the script instead of its name
	 */
	abstract void encode(ByteBuf buffer, boolean withSource);

	/**
	 * Return the lock values in the command, which no error of the server may show.
	 */
	List<String> secrets() {
		return List.of();
	}

	/**
	 * Return the lock values to which the request may set a key.
	 */
	List<String> taking() {
		return List.of();
	}

	/**
	 * Turn what the server said into an answer; null if that has to wait for another
	 * request, which completes this one.
	 */
	abstract @Nullable NodeReply answer();

	/**
	 * Return whether the request must not be sent any more.
	 */
	boolean isAbandoned() {
		return false;
	}

	/**
	 * Return whether the request may be sent to an incarnation of the server.
	 */
	boolean mayBeSentTo(Incarnation incarnation) {
		return true;
	}

	/**
	 * Return what goes out right before, with nothing in between, so that the server
	 * tells of changes; null if the request does not ask for that.
	 */
	@Nullable NodeCommand opening() {
		return null;
	}

	/**
	 * Return what is to be sent in place of the request now that it is given up, or null.
	 */
	@Nullable NodeCommand instead() {
		return null;
	}

	final void sentBy(ServerConnection session) {
		this.session = session;
		this.sent = true;
	}

	/**
	 * Return the session that has sent the request.
	 */
	final ServerConnection session() {
		return Objects.requireNonNull(this.session, "The request was not sent");
	}

	@Override
	public void encode(ByteBuf buffer) {
		encode(buffer, this.withSource);
	}

	@Override
	public void complete() {
		ServerConnection answering = this.session;
		if (answering != null) {
			answering.answered();
		}
		String error = (this.output.getError() != null) ? ServerErrors.withhold(this.output.getError(), secrets())
				: null;
		if (error == null) {
			NodeReply answer = answer();
			if (answer != null) {
				complete(answer);
			}
		}
		else if (error.startsWith("NOSCRIPT") && !this.withSource && answering != null) {
			this.withSource = true;
			this.output = newOutput();
			answering.send(this);
		}
		else {
			super.completeExceptionally(new NodeException(ServerErrors.explain(error), false, null));
			rejected();
			if (ServerErrors.code(error).equals("READONLY") && answering != null) {
				// It has become a replica, and may forget what it granted before it is a
				// primary again: then it has to be vetted anew
				answering.close();
			}
		}
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		String reason = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
		return fail(reason, failure);
	}

	/**
	 * Give up because the connection is not there, or not any more.
	 */
	final boolean fail(String reason, @Nullable Throwable cause) {
		boolean first = super.completeExceptionally(new NodeException(reason, !this.sent, cause));
		if (first) {
			ServerConnection last = this.session;
			if (last != null) {
				taking().forEach(last.stragglers()::add);
			}
			undelivered();
		}
		return first;
	}

	/**
	 * Fail because the attempt has ended before the request was sent.
	 */
	final void abandon() {
		if (super.completeExceptionally(NodeException.abandoned())) {
			undelivered();
		}
	}

	/**
	 * Called when it is not known whether the server got the request.
	 */
	void undelivered() {
	}

	/**
	 * Called when the server has answered with an error.
	 */
	void rejected() {
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

}

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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.lettuce.core.output.CommandOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The call of a script.
 */
final class ScriptCommand extends NodeCommand {

	private static final byte[] EVALSHA = Resp.prepared("EVALSHA");

	private static final byte[] EVAL = Resp.prepared("EVAL");

	private static final byte[][] DIGESTS = prepare(true);

	private static final byte[][] SOURCES = prepare(false);

	private static final Object NONE = "";

	private final Script script;

	private final String key;

	private final Object first;

	private final long second;

	private final long third;

	private final int arguments;

	private final @Nullable Function<ScriptReply, NodeReply> answers;

	private final @Nullable AcquireRequest attempt;

	private final @Nullable String predecessor;

	/** The incarnation that may execute the script, or null for any. */
	private @Nullable Incarnation required;

	private @Nullable ScriptCommand instead;

	private @Nullable Consumer<ScriptCommand> undelivered;

	private ScriptCommand(Script script, String key, Object first, long second, long third, int arguments,
			@Nullable Function<ScriptReply, NodeReply> answers, @Nullable AcquireRequest attempt,
			@Nullable String predecessor) {
		this.script = script;
		this.key = key;
		this.first = first;
		this.second = second;
		this.third = third;
		this.arguments = arguments;
		this.answers = answers;
		this.attempt = attempt;
		this.predecessor = predecessor;
	}

	static ScriptCommand acquire(AcquireRequest request, long fenceMillis) {
		return request.fenced()
				? new ScriptCommand(Script.ACQUIRE_FENCED, request.key(), request.value(), request.expiryMillis(),
						fenceMillis, 3, null, request, null)
				: new ScriptCommand(Script.ACQUIRE, request.key(), request.value(), request.expiryMillis(), 0, 2, null,
						request, null);
	}

	static ScriptCommand handOff(AcquireRequest request, String predecessor, long fenceMillis) {
		return request.fenced()
				? new ScriptCommand(Script.HAND_OVER_FENCED, request.key(), request.value(), request.expiryMillis(),
						fenceMillis, 3, null, request, predecessor)
				: new ScriptCommand(Script.HAND_OVER, request.key(), request.value(), request.expiryMillis(), 0, 2,
						null, request, predecessor);
	}

	static ScriptCommand of(Script script, String key, String value, long second, long third,
			Function<ScriptReply, NodeReply> answers) {
		return new ScriptCommand(script, key, value, second, third, 3, answers, null, null);
	}

	static ScriptCommand raise(String key, String value, long token, long fenceMillis, Incarnation required,
			Function<ScriptReply, NodeReply> answers) {
		ScriptCommand call = of(Script.RAISE, key, value, token, fenceMillis, answers);
		call.required = required;
		return call;
	}

	@Override
	boolean mayBeSentTo(Incarnation incarnation) {
		return this.required == null || this.required.id().equals(incarnation.id());
	}

	static ScriptCommand of(Script script, String key, String value, Function<ScriptReply, NodeReply> answers) {
		return new ScriptCommand(script, key, value, 0, 0, 1, answers, null, null);
	}

	static ScriptCommand of(Script script, String key, Function<ScriptReply, NodeReply> answers) {
		return new ScriptCommand(script, key, NONE, 0, 0, 0, answers, null, null);
	}

	/**
	 * Set what is done if it is not known whether the server got the request.
	 */
	ScriptCommand ifUndelivered(Consumer<ScriptCommand> undelivered) {
		this.undelivered = undelivered;
		return this;
	}

	@Override
	void undelivered() {
		if (this.undelivered != null) {
			this.undelivered.accept(this);
		}
	}

	@Override
	void rejected() {
		if (this.predecessor != null) {
			// A server that is out of memory takes no lock, but still releases
			undelivered();
		}
	}

	private static byte[][] prepare(boolean digest) {
		Script[] scripts = Script.values();
		byte[][] prepared = new byte[scripts.length][];
		for (Script script : scripts) {
			prepared[script.ordinal()] = Resp.prepared(digest ? script.digest() : script.source());
		}
		return prepared;
	}

	String key() {
		return this.key;
	}

	String value() {
		return this.first.toString();
	}

	@Override
	boolean isAbandoned() {
		return this.attempt != null && this.attempt.isAbandoned();
	}

	@Override
	CommandOutput<String, String, Object> newOutput() {
		return new ScriptReply();
	}

	@Override
	List<String> secrets() {
		return (this.predecessor != null) ? List.of(value(), this.predecessor) : List.of(value());
	}

	@Override
	List<String> taking() {
		return switch (this.script) {
			case ACQUIRE, ACQUIRE_FENCED, HAND_OVER, HAND_OVER_FENCED -> List.of(value());
			case EXTEND -> (this.third == 1) ? List.of(value()) : List.of();
			default -> List.of();
		};
	}

	@Override
	NodeReply answer() {
		ScriptReply reply = (ScriptReply) getOutput();
		return (this.answers != null) ? this.answers.apply(reply) : acquired(reply);
	}

	/**
	 * Only the session knows which life of the server granted the lock.
	 */
	private NodeReply acquired(ScriptReply reply) {
		boolean fenced = this.script.keys() == 2;
		if (reply.code() == 0) {
			return fenced
					? NodeReply.taken(reply.holder(), reply.timeLeftMillis(), reply.counter(), reply.clockMicros())
					: NodeReply.taken(reply.holder(), reply.timeLeftMillis());
		}
		ServerConnection granting = session();
		return fenced ? NodeReply.granted(granting.incarnation(), reply.counter(), reply.clockMicros())
				: granting.granted();
	}

	/**
	 * Return a future of what becomes of the predecessor's lock in a hand-over.
	 * @param release releases it, in case that the successor has given up
	 */
	CompletableFuture<NodeReply> released(ScriptCommand release) {
		this.instead = release;
		CompletableFuture<NodeReply> released = new CompletableFuture<>();
		whenComplete((reply, failure) -> {
			if (reply != null) {
				released.complete(NodeReply.of(released()));
			}
			else if (this.instead == null) {
				release.whenComplete((alone, lost) -> complete(released, alone, lost));
			}
			else {
				released.completeExceptionally(failure);
			}
		});
		return released;
	}

	private static void complete(CompletableFuture<NodeReply> future, @Nullable NodeReply reply,
			@Nullable Throwable failure) {
		if (reply != null) {
			future.complete(reply);
		}
		else if (failure != null) {
			future.completeExceptionally(failure);
		}
	}

	private NodeReply.Status released() {
		return switch ((int) ((ScriptReply) getOutput()).code()) {
			case 1 -> NodeReply.Status.RELEASED;
			case 2 -> NodeReply.Status.MISSING;
			default -> NodeReply.Status.TAKEN;
		};
	}

	@Override
	@Nullable NodeCommand instead() {
		ScriptCommand release = this.instead;
		if (release != null) {
			this.instead = null;
			this.undelivered = null;
		}
		return release;
	}

	@Override
	void encode(ByteBuf buffer, boolean withSource) {
		int keys = this.script.keys();
		boolean fenced = keys == 2;
		Resp.array(buffer, 3 + keys + this.arguments + (fenced ? 1 : 0) + ((this.predecessor != null) ? 1 : 0));
		buffer.writeBytes(withSource ? EVAL : EVALSHA);
		buffer.writeBytes((withSource ? SOURCES : DIGESTS)[this.script.ordinal()]);
		Resp.integer(buffer, keys);
		Resp.text(buffer, this.key);
		if (fenced) {
			Resp.text(buffer, this.key + AcquireRequest.FENCE_SUFFIX);
		}
		if (this.arguments > 0) {
			Resp.text(buffer, this.first.toString());
		}
		if (this.arguments > 1) {
			Resp.integer(buffer, this.second);
		}
		if (this.arguments > 2) {
			// The source goes out behind what was sent meanwhile, perhaps the release:
			// then
			// it must not set the key again
			Resp.integer(buffer, (withSource && this.script == Script.EXTEND) ? 0 : this.third);
		}
		if (fenced) {
			Resp.text(buffer, session().incarnation().id());
		}
		if (this.predecessor != null) {
			Resp.text(buffer, this.predecessor);
		}
	}

	@Override
	public String toString() {
		// Not the value: who knows it can release the lock
		return this.script + " " + this.key;
	}

}

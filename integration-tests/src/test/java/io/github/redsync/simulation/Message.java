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

package io.github.redsync.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * One request on a {@link OrderedConnection}, on its way there and back.
 */
final class Message {

	static final char ACQUIRE = 'a';

	static final char EXTEND = 'e';

	static final char SET_AGAIN = 's';

	static final char RAISE = 't';

	static final char RELEASE = 'r';

	static final char WATCH = 'w';

	static final char NOTICE = 'n';

	private final char kind;

	private final String value;

	private final long number;

	private final Supplier<CompletionStage<NodeReply>> effect;

	private final BooleanSupplier awaited;

	private final CompletableFuture<NodeReply> future = new CompletableFuture<>();

	private @Nullable NodeReply reply;

	/**
	 * Create a message.
	 * @param number what else is in it: a time to live, a token
	 * @param effect does it on the server, at once
	 * @param awaited whether somebody looks at the answer
	 */
	Message(char kind, String value, long number, Supplier<CompletionStage<NodeReply>> effect,
			BooleanSupplier awaited) {
		this.kind = kind;
		this.value = value;
		this.number = number;
		this.effect = effect;
		this.awaited = awaited;
	}

	CompletableFuture<NodeReply> future() {
		return this.future;
	}

	boolean isAwaited() {
		return this.awaited.getAsBoolean();
	}

	boolean isRelease() {
		return this.kind == RELEASE;
	}

	void takeEffect() {
		this.effect.get().whenComplete((given, failure) -> this.reply = given);
	}

	void lose() {
		this.reply = null;
	}

	void answer() {
		if (this.reply != null) {
			this.future.complete(this.reply);
		}
		else {
			this.future.completeExceptionally(new NodeException("The connection was lost", false, null));
		}
	}

	long hash(boolean swapped) {
		return Fingerprint.mix(Fingerprint.mix(this.kind, Fingerprint.ofValue(this.value, swapped)), this.number);
	}

	/**
	 * Return the hash of what is done by sending it. Values tell nothing to who has drawn
	 * them.
	 */
	long hash(char sent) {
		return Fingerprint.mix(sent, this.number);
	}

	/**
	 * Return the hash of the answer, and of what it answers. Of a refusal, who holds the
	 * lock and for how long is only passed on to the user.
	 */
	long replyHash() {
		NodeReply given = this.reply;
		if (given == null) {
			return this.kind;
		}
		Incarnation life = given.incarnation();
		long hash = Fingerprint.mix(this.kind, given.status().ordinal() + 1);
		hash = Fingerprint.mix(hash, given.fence());
		hash = Fingerprint.mix(hash, given.timeMicros());
		hash = Fingerprint.mix(hash, (life != null) ? life.contactNanos() : -1);
		// Without the name of the server
		return Fingerprint.mix(hash, (life != null) ? life.id().substring(life.id().indexOf('#')).hashCode() : -1);
	}

	@Override
	public String toString() {
		return this.kind + ":" + this.value + ((this.reply != null) ? "=" + this.reply.status() : "");
	}

}

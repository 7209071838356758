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
 * A request on an {@link OrderedConnection} and its reply.
 */
final class Message {

	static final char ACQUIRE = 'a';

	static final char EXTEND = 'e';

	static final char RESTORE = 's';

	static final char RAISE = 't';

	static final char RELEASE = 'r';

	static final char WATCH = 'w';

	static final char NOTIFICATION = 'n';

	private final char kind;

	private final String value;

	private final long number;

	private final Supplier<CompletionStage<NodeReply>> effect;

	private final BooleanSupplier awaited;

	private final CompletableFuture<NodeReply> future = new CompletableFuture<>();

	private @Nullable NodeReply reply;

	/**
	 * Create a message.
	 * @param number another argument of the request: a time to live or a token
	 * @param effect executes the request on the server
	 * @param awaited whether the reply is still processed
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

	void deliverReply() {
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
	 * Return the hash of the action of sending this message. It does not include the
	 * value, which the client has generated itself.
	 */
	long hash(char sent) {
		return Fingerprint.mix(sent, this.number);
	}

	/**
	 * Return the hash of the reply and the kind of its request. The holder and the time
	 * to live in a refusal are only reported to the user and therefore not included.
	 */
	long replyHash() {
		NodeReply given = this.reply;
		if (given == null) {
			return this.kind;
		}
		Incarnation incarnation = given.incarnation();
		long hash = Fingerprint.mix(this.kind, given.status().ordinal() + 1);
		hash = Fingerprint.mix(hash, given.fence());
		hash = Fingerprint.mix(hash, given.timeMicros());
		hash = Fingerprint.mix(hash, (incarnation != null) ? incarnation.contactNanos() : -1);
		// Without the name of the server
		return Fingerprint.mix(hash,
				(incarnation != null) ? incarnation.id().substring(incarnation.id().indexOf('#')).hashCode() : -1);
	}

	@Override
	public String toString() {
		return this.kind + ":" + this.value + ((this.reply != null) ? "=" + this.reply.status() : "");
	}

}

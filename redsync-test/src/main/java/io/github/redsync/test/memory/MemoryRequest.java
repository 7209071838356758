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

package io.github.redsync.test.memory;

import java.util.concurrent.CompletableFuture;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * A request to a server and its reply.
 */
final class MemoryRequest {

	private final Action action;

	private final @Nullable Action release;

	private final CompletableFuture<NodeReply> future = new CompletableFuture<>();

	private @Nullable NodeReply reply;

	/**
	 * Create a request that is not resent.
	 */
	MemoryRequest(Action action) {
		this(action, null);
	}

	/**
	 * Create a request that may be resent.
	 * @param release the part that releases a lock, or null if there is none
	 */
	MemoryRequest(Action action, @Nullable Action release) {
		this.action = action;
		this.release = release;
	}

	/**
	 * Return the request to send if the outcome of this one is unknown, or null.
	 */
	@Nullable MemoryRequest release() {
		return (this.release != null) ? new MemoryRequest(this.release, this.release) : null;
	}

	void execute(MemoryStore store, Incarnation incarnation) {
		this.reply = this.action.execute(store, incarnation);
	}

	CompletableFuture<NodeReply> future() {
		return this.future;
	}

	void complete() {
		this.future.complete(this.reply);
	}

	CompletableFuture<NodeReply> fail(String reason, boolean notSent) {
		this.future.completeExceptionally(new NodeException(reason, notSent, null));
		return this.future;
	}

	/**
	 * The effect of a request on the keys of a server.
	 */
	@FunctionalInterface
	interface Action {

		NodeReply execute(MemoryStore store, Incarnation incarnation);

	}

}

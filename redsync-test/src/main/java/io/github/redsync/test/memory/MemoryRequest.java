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
 * One request to a server, on its way there and back.
 */
final class MemoryRequest {

	private final Action action;

	private final @Nullable Action release;

	private final CompletableFuture<NodeReply> answer = new CompletableFuture<>();

	private @Nullable NodeReply reply;

	/**
	 * Create a call that is not made again.
	 */
	MemoryRequest(Action action) {
		this(action, null);
	}

	/**
	 * Create a call that releases a lock.
	 * @param release that part of it, or null if it has none
	 */
	MemoryRequest(Action action, @Nullable Action release) {
		this.action = action;
		this.release = release;
	}

	/**
	 * Return the part of the call that is to be made again if it is not known whether it
	 * arrived, or null.
	 */
	@Nullable MemoryRequest again() {
		return (this.release != null) ? new MemoryRequest(this.release, this.release) : null;
	}

	void takeEffect(MemoryStore store, Incarnation incarnation) {
		this.reply = this.action.on(store, incarnation);
	}

	CompletableFuture<NodeReply> answer() {
		return this.answer;
	}

	void answered() {
		this.answer.complete(this.reply);
	}

	void fail(String reason, boolean notSent) {
		this.answer.completeExceptionally(new NodeException(reason, notSent, null));
	}

	/**
	 * What a request does to the memory of a server.
	 */
	@FunctionalInterface
	interface Action {

		NodeReply on(MemoryStore store, Incarnation incarnation);

	}

}

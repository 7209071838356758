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

package io.github.redsync.internal.wait;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.internal.hold.Successors.Successor;
import io.github.redsync.internal.vote.AcquireSender;
import io.github.redsync.internal.wait.Waiter.SentAttempt;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The requests that release a lock and acquire it for a local waiter. Each node executes
 * a release followed by an acquisition, so a hand-off has the guarantees of these two
 * requests sent in that order. The two ballots are ordinary ones, over the replies to the
 * same requests. Not thread-safe.
 */
final class HandOff implements Successor, AcquireSender {

	private final Waiter waiter;

	private final String releasedValue;

	private final @Nullable CompletionStage<NodeReply>[] released;

	private @Nullable SentAttempt attempt;

	/**
	 * Create a hand-off.
	 * @param waiter the waiter that makes the attempt
	 * @param releasedValue the value of the lock that is released
	 * @param nodes the number of nodes
	 */
	@SuppressWarnings("unchecked")
	HandOff(Waiter waiter, String releasedValue, int nodes) {
		this.waiter = waiter;
		this.releasedValue = releasedValue;
		this.released = (CompletionStage<NodeReply>[]) new CompletionStage<?>[nodes];
	}

	@Override
	public boolean handOff() {
		this.attempt = this.waiter.attemptByHandOff(this);
		return this.attempt != null;
	}

	@Override
	public CompletionStage<NodeReply> acquire(int index, RedisNode node, AcquireRequest request) {
		HandOffReplies replies = node.handOff(request, this.releasedValue);
		this.released[index] = replies.released();
		return replies.acquired();
	}

	@Override
	public void onAbandoned(int index, RedisNode node, AcquireRequest request) {
		this.released[index] = node.release(request.key(), this.releasedValue);
	}

	@Override
	public CompletionStage<NodeReply> released(int index) {
		CompletionStage<NodeReply> reply = this.released[index];
		return (reply != null) ? reply
				: CompletableFuture.failedFuture(new NodeException("The release was not sent", true, null));
	}

	@Override
	public void awaitReplies() {
		if (this.attempt != null) {
			this.attempt.awaitReplies();
		}
	}

}

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

package io.github.redsync.quorum;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.NodeException;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The release of a lock in one step with the attempt of the one who waits next in this
 * process. To every node it is nothing but the two requests one right after the other,
 * which its order of requests allows at any time; so what is true of a release that is
 * followed by an attempt is true of it. Both ballots are ordinary ones, over the answers
 * of the same requests.
 */
final class HandOff implements AcquireSender {

	private final String predecessor;

	private final @Nullable CompletionStage<NodeReply>[] released;

	/**
	 * Create a succession.
	 * @param predecessor the value of the lock that is released
	 */
	@SuppressWarnings("unchecked")
	HandOff(String predecessor, int nodes) {
		this.predecessor = predecessor;
		this.released = (CompletionStage<NodeReply>[]) new CompletionStage<?>[nodes];
	}

	/**
	 * Release the lock on a node, and acquire it for the successor.
	 */
	@Override
	public CompletionStage<NodeReply> acquire(int index, RedisNode node, AcquireRequest request) {
		HandOffReplies handOff = node.handOff(request, this.predecessor);
		this.released[index] = handOff.released();
		return handOff.acquired();
	}

	/**
	 * Only release the lock on a node, since the successor has given up.
	 */
	@Override
	public void onAbandoned(int index, RedisNode node, AcquireRequest request) {
		this.released[index] = node.release(request.key(), this.predecessor);
	}

	/**
	 * Return the answer of a node to the release.
	 */
	CompletionStage<NodeReply> released(int index) {
		CompletionStage<NodeReply> answer = this.released[index];
		return (answer != null) ? answer
				: CompletableFuture.failedFuture(new NodeException("The release was not sent", true, null));
	}

}

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
import java.util.function.IntFunction;

import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.HoldResult.Kind;
import io.github.redsync.quorum.Successors.Successor;
import org.jspecify.annotations.Nullable;

/**
 * Releases a lock, or hands it off to the head of the local wait queue in the same
 * request.
 */
final class Release implements BallotListener {

	private final NodeGroup group;

	private final NodeKeys keys;

	private final @Nullable Successor successor;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	private @Nullable ReleaseBallot ballot;

	private @Nullable CompletionStage<NodeReply> @Nullable [] stages;

	/**
	 * Start a release. Called under the monitor of the hold: unless the lock is handed
	 * off, the requests are sent immediately, after all other requests for the lock.
	 * @param keepMillis the remaining time to live of the keys in milliseconds; 0 or less
	 * to delete them
	 */
	Release(NodeGroup group, Hold hold, Successors successors, long keepMillis) {
		this.group = group;
		this.keys = hold.keys();
		this.successor = successors.next(hold, keepMillis <= 0);
		if (this.successor == null) {
			send((keepMillis > 0) ? (index) -> this.keys.extend(index, keepMillis) : this.keys::release);
		}
	}

	private void send(IntFunction<CompletionStage<NodeReply>> sender) {
		ReleaseBallot release = new ReleaseBallot(this.group, this.keys, sender, this);
		this.ballot = release;
		this.stages = release.send();
	}

	/**
	 * Hand the lock off, if there is a local waiter. Called without the hold's monitor: a
	 * released hold sends no further requests.
	 */
	void handOff() {
		if (this.successor != null) {
			send(this.successor.handOff() ? this.successor::released : this.keys::release);
		}
	}

	/**
	 * Evaluate the replies as they arrive.
	 * @return a future of the result, completed on any thread
	 */
	CompletableFuture<HoldResult> awaitReplies(long limitNanos) {
		if (this.successor != null) {
			this.successor.awaitReplies();
		}
		if (this.ballot == null || this.stages == null) {
			throw new IllegalStateException("The hand-off was not sent yet");
		}
		this.ballot.awaitReplies(this.stages, limitNanos);
		return this.result;
	}

	@Override
	public void onDecided(Ballot decided, boolean won) {
		if (won) {
			this.result.complete(HoldResult.DONE);
			return;
		}
		boolean lost = this.ballot != null && this.ballot.provesLoss();
		this.result.complete(new HoldResult(lost ? Kind.EXPIRED : Kind.FAILED, decided.results()));
	}

}

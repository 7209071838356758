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
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fencing token of an attempt to a majority of the nodes that granted it,
 * where their counters are not at it already.
 */
final class TokenBallot extends Ballot {

	private final AcquireRequest request;

	private final @Nullable NodeReply[] grants;

	private final boolean[] counted;

	private final FencingToken fence;

	private final Attempt attempt;

	TokenBallot(Quorum quorum, AcquireRequest request, @Nullable NodeReply[] grants, boolean[] counted,
			FencingToken fence, Attempt attempt) {
		super(quorum, NodeOperation.RAISE, quorum.time().nanoTime());
		this.request = request;
		this.grants = grants;
		this.counted = counted;
		this.fence = fence;
		this.attempt = attempt;
	}

	@Override
	@Nullable CompletionStage<NodeReply> ask(int index, RedisNode node) {
		if (this.fence.isSettled(index)) {
			return CompletableFuture.completedFuture(NodeReply.of(Status.RAISED));
		}
		// A grant that the token does not take account of must not carry it
		NodeReply grant = this.grants[index];
		if (grant == null || grant.status() != Status.GRANTED || !this.counted[index] || grant.incarnation() == null) {
			return null;
		}
		return node.raise(this.request.key(), this.request.value(), this.fence.token(), grant.incarnation());
	}

	@Override
	Decision decide() {
		int raised = count(Status.RAISED);
		if (raised >= this.quorum.majority()) {
			return Decision.WON;
		}
		return (raised + pending() < this.quorum.majority()) ? Decision.LOST : Decision.OPEN;
	}

	@Override
	void decided(boolean won) {
		this.attempt.raised(won);
	}

}

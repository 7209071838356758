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

package io.github.redsync.internal.vote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The ballot that writes the fencing token of an attempt to the nodes that granted it and
 * whose counters are not at the token yet. It is won when the counters of a majority are
 * at the token.
 */
public final class TokenBallot extends Ballot {

	private final AcquireRequest request;

	private final @Nullable NodeReply[] grants;

	private final boolean[] counted;

	private final FencingToken token;

	public TokenBallot(NodeGroup group, AcquireRequest request, @Nullable NodeReply[] grants, boolean[] counted,
			FencingToken token, Listener listener) {
		super(group, NodeOperation.RAISE, group.time().nanoTime(), listener);
		this.request = request;
		this.grants = grants;
		this.counted = counted;
		this.token = token;
	}

	@Override
	@GuardedBy("this")
	@Nullable CompletionStage<NodeReply> ask(int index, RedisNode node) {
		if (this.token.isConfirmed(index)) {
			return CompletableFuture.completedFuture(NodeReply.of(Status.RAISED));
		}
		// A grant that was not used to compute the token must not carry it
		NodeReply grant = this.grants[index];
		if (grant == null || grant.status() != Status.GRANTED || !this.counted[index] || grant.incarnation() == null) {
			return null;
		}
		return node.raise(this.request.key(), this.request.value(), this.token.token(), grant.incarnation());
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		int raised = count(Status.RAISED);
		if (raised >= this.group.majority()) {
			return Decision.WON;
		}
		return (raised + pending() < this.group.majority()) ? Decision.LOST : Decision.OPEN;
	}

}

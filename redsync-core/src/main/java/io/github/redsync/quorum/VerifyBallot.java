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

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;

/**
 * Asks the nodes whether a key still has our value.
 */
final class VerifyBallot extends Ballot {

	private final NodeKeys keys;

	private final CompletableFuture<Boolean> result = new CompletableFuture<>();

	VerifyBallot(Quorum quorum, NodeKeys keys) {
		super(quorum, NodeOperation.INSPECT, quorum.time().nanoTime());
		this.keys = keys;
	}

	@Override
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return node.inspect(this.keys.key());
	}

	@Override
	Decision decide() {
		int ours = 0;
		for (int i = 0; i < this.quorum.size(); i++) {
			NodeReply reply = reply(i);
			ours += (reply != null && this.keys.value().equals(reply.holder())) ? 1 : 0;
		}
		if (ours >= this.quorum.majority()) {
			return Decision.WON;
		}
		return (ours + pending() < this.quorum.majority()) ? Decision.LOST : Decision.OPEN;
	}

	@Override
	void decided(boolean won) {
		this.result.complete(won);
	}

	CompletableFuture<Boolean> result() {
		return this.result;
	}

}

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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;

/**
 * Asks every node the same, and waits for all of them.
 */
final class NodeQuery extends Ballot {

	private final Function<RedisNode, CompletionStage<NodeReply>> question;

	private final CompletableFuture<List<NodeResult>> result = new CompletableFuture<>();

	NodeQuery(Quorum quorum, NodeOperation operation, Function<RedisNode, CompletionStage<NodeReply>> question) {
		super(quorum, operation, quorum.time().nanoTime());
		this.question = question;
	}

	@Override
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return this.question.apply(node);
	}

	@Override
	Decision decide() {
		return (pending() == 0) ? Decision.WON : Decision.OPEN;
	}

	@Override
	void decided(boolean won) {
		this.result.complete(results());
	}

	CompletableFuture<List<NodeResult>> result() {
		return this.result;
	}

}

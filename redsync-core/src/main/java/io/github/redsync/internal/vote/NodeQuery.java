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

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;

/**
 * A query of all nodes. It is decided when each node has replied or the timeout has
 * elapsed.
 */
public final class NodeQuery extends Ballot {

	private final Function<RedisNode, CompletionStage<NodeReply>> request;

	public NodeQuery(NodeGroup group, NodeOperation operation, Function<RedisNode, CompletionStage<NodeReply>> request,
			Listener listener) {
		super(group, operation, group.time().nanoTime(), listener);
		this.request = request;
	}

	@Override
	@GuardedBy("this")
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return this.request.apply(node);
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		return (pending() == 0) ? Decision.WON : Decision.OPEN;
	}

}

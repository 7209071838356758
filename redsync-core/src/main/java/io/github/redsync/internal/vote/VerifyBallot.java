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

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;

/**
 * The ballot that asks whether a key still has our value. It is won when it has on a
 * majority of the nodes.
 */
public final class VerifyBallot extends Ballot {

	private final NodeKeys keys;

	public VerifyBallot(NodeGroup group, NodeKeys keys, Listener listener) {
		super(group, NodeOperation.INSPECT, group.time().nanoTime(), listener);
		this.keys = keys;
	}

	@Override
	@GuardedBy("this")
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return node.inspect(this.keys.key());
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		int ours = 0;
		for (int i = 0; i < this.group.size(); i++) {
			NodeReply reply = reply(i);
			ours += (reply != null && this.keys.value().equals(reply.holder())) ? 1 : 0;
		}
		if (ours >= this.group.majority()) {
			return Decision.WON;
		}
		return (ours + pending() < this.group.majority()) ? Decision.LOST : Decision.OPEN;
	}

}

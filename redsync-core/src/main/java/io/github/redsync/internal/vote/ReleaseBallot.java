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
import java.util.function.IntFunction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import org.jspecify.annotations.Nullable;

/**
 * The ballot of a release. It is won when a majority has released its key. If the key did
 * not have our value on so many nodes that a majority cannot have had it, the lock was
 * lost before. If nodes fail, the lock also counts as released when a majority either has
 * released its key or does not have it.
 */
public final class ReleaseBallot extends Ballot {

	private final NodeKeys keys;

	private final IntFunction<CompletionStage<NodeReply>> sender;

	/**
	 * Create a ballot.
	 * @param sender sends the request to the node with this index, or returns the reply
	 * to one that was sent already
	 */
	public ReleaseBallot(NodeGroup group, NodeKeys keys, IntFunction<CompletionStage<NodeReply>> sender,
			Listener listener) {
		super(group, NodeOperation.RELEASE, group.time().nanoTime(), listener);
		this.keys = keys;
		this.sender = sender;
	}

	@Override
	@GuardedBy("this")
	@Nullable CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return this.keys.mayExist(index) ? this.sender.apply(index) : null;
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		int majority = this.group.majority();
		int released = count(Status.RELEASED) + count(Status.EXTENDED);
		if (released >= majority) {
			return Decision.WON;
		}
		if (provesLoss()) {
			return Decision.LOST;
		}
		if (pending() > 0) {
			return Decision.OPEN;
		}
		return (released + gone() >= majority) ? Decision.WON : Decision.LOST;
	}

	private int gone() {
		return count(Status.MISSING) + count(Status.TAKEN);
	}

	/**
	 * Return whether the replies prove that the lock was lost before the release.
	 */
	public boolean provesLoss() {
		return this.group.size() - gone() < this.group.majority();
	}

}

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

package io.github.redsync.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.ChangeListener;
import io.github.redsync.node.HandOffReplies;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryServer;

/**
 * Mutants with a faulty hand-off or misused change notifications.
 */
final class WaitQueueMutants {

	private WaitQueueMutants() {
	}

	/**
	 * Sets the value of the successor in a hand-off without comparing the key with the
	 * value of the predecessor.
	 */
	static final class HandsOffWithoutComparing extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.PROCESS_PAUSES);
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				@Override
				public HandOffReplies handOff(AcquireRequest request, String predecessor) {
					CompletionStage<NodeReply> released = this.node.release(request.key(), predecessor);
					return new HandOffReplies(released, released.thenCompose((reply) -> {
						if (reply.status() == Status.TAKEN) {
							server.evict(request.key());
						}
						return this.node.acquire(request);
					}));
				}

			};
		}

	}

	/**
	 * Counts in a hand-off the servers that granted the lock to the predecessor instead
	 * of those that grant it to the successor.
	 */
	static final class CountsVotesForPredecessor extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.PROCESS_PAUSES);
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			Map<String, NodeReply> votes = new HashMap<>();
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					return super.acquire(request).thenApply((reply) -> count(request, reply));
				}

				@Override
				public HandOffReplies handOff(AcquireRequest request, String predecessor) {
					HandOffReplies replies = this.node.handOff(request, predecessor);
					return new HandOffReplies(replies.released(), replies.acquired()
						.thenApply((reply) -> count(request, votes.getOrDefault(predecessor, reply))));
				}

				private NodeReply count(AcquireRequest request, NodeReply reply) {
					if (reply.status() == Status.GRANTED) {
						votes.put(request.value(), reply);
					}
					return reply;
				}

			};
		}

	}

	/**
	 * Treats a change notification as proof that the lock is free on the server, and
	 * deletes the key of another holder at the next attempt.
	 */
	static final class TrustsChangeNotifications extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain();
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				private boolean changed;

				@Override
				public void setChangeListener(ChangeListener listener) {
					super.setChangeListener(new ChangeListener() {

						@Override
						public void changed(String key) {
							recordChange();
							listener.changed(key);
						}

						@Override
						public void lost() {
							listener.lost();
						}

					});
				}

				private void recordChange() {
					this.changed = true;
				}

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					if (!this.changed) {
						return super.acquire(request);
					}
					this.changed = false;
					return super.acquire(request).thenCompose((reply) -> {
						if (reply.status() != Status.TAKEN) {
							return CompletableFuture.completedFuture(reply);
						}
						server.evict(request.key());
						return super.acquire(request);
					});
				}

			};
		}

	}

}

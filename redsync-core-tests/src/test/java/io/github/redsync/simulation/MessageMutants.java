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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.MemoryServer;

/**
 * Mutants that omit required requests or send wrong ones.
 */
final class MessageMutants {

	private MessageMutants() {
	}

	/**
	 * Does not release the keys of a failed attempt.
	 */
	static final class SkipsCleanUp extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().withLongExpiry().without(Fault.LOSSES, Fault.CRASHES);
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> release(String key, String value) {
					return context.wasGranted(value) ? super.release(key, value)
							: CompletableFuture.completedFuture(NodeReply.of(Status.RELEASED));
				}

			};
		}

	}

	/**
	 * Uses one value for all attempts of an acquisition, and lets a release overtake the
	 * acquisition that it undoes, as go-redsync does with its connection pools.
	 */
	static final class ReusesValuesOutOfOrder extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.DELAYS).without(Fault.RESTARTS);
		}

		@Override
		String stored(String value) {
			return value.substring(0, value.lastIndexOf('-'));
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			RedisNode releases = another.get();
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					return this.node.acquire(new AcquireRequest(request.key(), stored(request.value()),
							request.expiryMillis(), request.fenced(), request.startNanos()));
				}

				@Override
				public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis,
						boolean setAgain) {
					return this.node.extend(key, stored(value), expiryMillis, setAgain);
				}

				@Override
				public CompletionStage<NodeReply> release(String key, String value) {
					return releases.release(key, stored(value));
				}

			};
		}

	}

	/**
	 * Resends an acquisition whose connection was lost, as a driver with automatic
	 * reconnection does.
	 */
	static final class ReplaysAcquisitions extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().withLongExpiry().with(Fault.DISCONNECTS).without(Fault.LOSSES, Fault.CRASHES);
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					CompletionStage<NodeReply> first = this.node.acquire(request);
					first.whenComplete((reply, failure) -> {
						if (failure != null) {
							AcquireRequest resent = new AcquireRequest(request.key(), request.value(),
									request.expiryMillis(), request.fenced(), request.startNanos());
							context.later(() -> this.node.acquire(resent));
						}
					});
					return first;
				}

			};
		}

	}

	/**
	 * Deletes the key even if another client holds it.
	 */
	static final class ReleasesKeysOfOthers extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain();
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> release(String key, String value) {
					CompletionStage<NodeReply> released = super.release(key, value);
					released.thenAccept((reply) -> {
						if (reply.status() == Status.TAKEN) {
							server.evict(key);
						}
					});
					return released;
				}

			};
		}

	}

	/**
	 * Returns the fencing token without writing it to the servers.
	 */
	static final class SkipsSecondPhase extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.withFencing(Counters.EQUAL).with(Fault.DELAYS);
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> raise(String key, String value, long token, Incarnation incarnation) {
					return CompletableFuture.completedFuture(NodeReply.of(Status.RAISED));
				}

			};
		}

	}

}

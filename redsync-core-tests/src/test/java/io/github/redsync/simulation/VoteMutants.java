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

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redsync.RestartProtection;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.RedisNode;
import io.github.redsync.simulation.Rules.Counters;
import io.github.redsync.test.memory.MemoryServer;

/**
 * Mutants that count invalid votes.
 */
final class VoteMutants {

	private static final Rules LATE_EXTENSION = new Rules(3, 3, 1, 400, 4, 400, 0.01, false, Counters.NONE, false,
			false, RestartProtection.OBSERVED, true, EnumSet.of(Fault.PROCESS_PAUSES, Fault.DELAYS));

	private VoteMutants() {
	}

	/**
	 * Counts the votes of a server that has restarted empty.
	 */
	static final class LetsRestartedServersVote extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.RESTARTS);
		}

		@Override
		RestartProtection guard(RestartProtection mode) {
			return RestartProtection.OFF;
		}

	}

	/**
	 * Requires one vote fewer. One of its nodes does not exist and grants every lock.
	 */
	static final class NeedsOneVoteLess extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain();
		}

		@Override
		List<RedisNode> nodes(List<RedisNode> nodes) {
			List<RedisNode> others = new ArrayList<>(nodes);
			others.set(nodes.size() - 1, new ForwardingNode(nodes.get(nodes.size() - 1)) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					return CompletableFuture
						.completedFuture(NodeReply.granted(new Incarnation("phantom", 0, Long.MAX_VALUE / 2)));
				}

			});
			return others;
		}

	}

	/**
	 * Restores a missing key with each extension, and counts it as extended.
	 */
	static final class CountsMissingKeys extends Mutant {

		@Override
		Rules rules(Rules random) {
			return LATE_EXTENSION;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new RestoringNode(node, Status.EXTENDED);
		}

	}

	/**
	 * Restores a missing key with each extension without recording it: the key counts
	 * from the next extension on.
	 */
	static final class CountsRestoredKeys extends Mutant {

		@Override
		Rules rules(Rules random) {
			return LATE_EXTENSION;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			return new RestoringNode(node, Status.MISSING);
		}

	}

	private static final class RestoringNode extends ForwardingNode {

		private final Status reported;

		RestoringNode(RedisNode node, Status reported) {
			super(node);
			this.reported = reported;
		}

		@Override
		public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
			return this.node.extend(key, value, expiryMillis, true)
				.thenApply((reply) -> (!setAgain && reply.status() == Status.RESTORED) ? NodeReply.of(this.reported)
						: reply);
		}

	}

}

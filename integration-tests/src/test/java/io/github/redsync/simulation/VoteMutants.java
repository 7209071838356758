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
 * Mutants that count votes which don't count.
 */
final class VoteMutants {

	private static final Rules TWO_SLOW_RIVALS = new Rules(3, 3, 1, 400, 4, 400, 0.01, false, Counters.NONE, false,
			false, RestartProtection.OBSERVED, true, EnumSet.of(Fault.PAUSES, Fault.DELAYS));

	private VoteMutants() {
	}

	/**
	 * Lets a server vote that has just forgotten everything.
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
	 * Is content with one vote less: one of its nodes does not exist and always says yes.
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
	 * Sets a missing key again when it extends, and counts that as extended.
	 */
	static final class CountsLapsedKeys extends Mutant {

		@Override
		Rules rules(Rules random) {
			return TWO_SLOW_RIVALS;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext scene) {
			return new SettingAgain(node, Status.EXTENDED);
		}

	}

	/**
	 * Sets a missing key again when it extends, does not count that, and forgets it: the
	 * next time the key counts.
	 */
	static final class CountsKeysSetAgain extends Mutant {

		@Override
		Rules rules(Rules random) {
			return TWO_SLOW_RIVALS;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext scene) {
			return new SettingAgain(node, Status.MISSING);
		}

	}

	private static final class SettingAgain extends ForwardingNode {

		private final Status said;

		SettingAgain(RedisNode node, Status said) {
			super(node);
			this.said = said;
		}

		@Override
		public CompletionStage<NodeReply> extend(String key, String value, long expiryMillis, boolean setAgain) {
			return this.node.extend(key, value, expiryMillis, true)
				.thenApply(
						(reply) -> (!setAgain && reply.status() == Status.RESTORED) ? NodeReply.of(this.said) : reply);
		}

	}

}

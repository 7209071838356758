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

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;

/**
 * Mutants that misjudge time.
 */
final class ClockMutants {

	private ClockMutants() {
	}

	/**
	 * Ignores that clocks run at different rates.
	 */
	static final class IgnoresDrift extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.DRIFT);
		}

		@Override
		LockParameters parameters(LockParameters parameters) {
			return new LockParameters(parameters.expiryMillis(), 0, parameters.timeoutFactor(), parameters.failFast(),
					parameters.shuffleNodes(), parameters.reacquire(), parameters.autoExtend(),
					parameters.maxHoldNanos(), parameters.minHoldNanos(), parameters.fenced(), parameters.waitNanos(),
					parameters.maxAttempts(), parameters.delayNanos(), parameters.quorumWaitNanos(),
					parameters.fencingStrict());
		}

	}

	/**
	 * Ignores that the machine was suspended.
	 */
	static final class TrustsMonotonicClock extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.SUSPENSIONS);
		}

		@Override
		TimeSource clock(TimeSource clock) {
			return new TimeSource() {

				@Override
				public long nanoTime() {
					return clock.nanoTime();
				}

				@Override
				public long currentTimeMillis() {
					return clock.nanoTime() / 1_000_000;
				}

			};
		}

	}

	/**
	 * Counts a vote that arrives after the validity has ended: while the reply is
	 * processed, the clock shows the start of the attempt.
	 */
	static final class CountsLateVotes extends Mutant {

		private RewindableClock clock = new RewindableClock(null);

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.PROCESS_PAUSES, Fault.DELAYS);
		}

		@Override
		TimeSource clock(TimeSource real) {
			this.clock = new RewindableClock(real);
			return this.clock;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext context) {
			RewindableClock rewindable = this.clock;
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					long nanos = rewindable.nanoTime();
					long millis = rewindable.currentTimeMillis();
					CompletableFuture<NodeReply> future = new CompletableFuture<>();
					this.node.acquire(request).whenComplete((reply, failure) -> {
						rewindable.rewindTo(nanos, millis);
						if (reply != null) {
							future.complete(reply);
						}
						else {
							future.completeExceptionally(failure);
						}
						rewindable.showPresent();
					});
					return future;
				}

			};
		}

	}

	private static final class RewindableClock implements TimeSource {

		private final TimeSource real;

		private boolean rewound;

		private long nanos;

		private long millis;

		RewindableClock(TimeSource real) {
			this.real = real;
		}

		void rewindTo(long toNanos, long toMillis) {
			this.rewound = true;
			this.nanos = toNanos;
			this.millis = toMillis;
		}

		void showPresent() {
			this.rewound = false;
		}

		@Override
		public long nanoTime() {
			return this.rewound ? this.nanos : this.real.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return this.rewound ? this.millis : this.real.currentTimeMillis();
		}

	}

}

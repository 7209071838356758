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
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.LockParameters;
import io.github.redsync.test.memory.MemoryServer;
import io.github.redsync.time.TimeSource;

/**
 * Mutants that misjudge time.
 */
final class ClockMutants {

	private ClockMutants() {
	}

	/**
	 * Takes clocks to be equal that are not.
	 */
	static final class ForgetsTheDrift extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.DRIFT);
		}

		@Override
		LockParameters terms(LockParameters terms) {
			return new LockParameters(terms.expiryMillis(), 0, terms.timeoutFactor(), terms.failFast(),
					terms.shuffleNodes(), terms.reacquire(), terms.autoExtend(), terms.maxHoldNanos(),
					terms.minHoldNanos(), terms.fenced(), terms.waitNanos(), terms.maxAttempts(), terms.delayNanos(),
					terms.quorumWaitNanos(), terms.fencingStrict());
		}

	}

	/**
	 * Does not see that the machine was suspended.
	 */
	static final class TrustsTheMonotonicClock extends Mutant {

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.SUSPENDS);
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
	 * Counts a vote that comes when the validity is over: while it looks at the answer,
	 * its clock shows the start of the attempt.
	 */
	static final class CountsLateVotes extends Mutant {

		private DeceptiveClock clock = new DeceptiveClock(null);

		@Override
		Rules rules(Rules random) {
			return random.plain().with(Fault.PAUSES, Fault.DELAYS);
		}

		@Override
		TimeSource clock(TimeSource real) {
			this.clock = new DeceptiveClock(real);
			return this.clock;
		}

		@Override
		RedisNode node(RedisNode node, Supplier<RedisNode> another, MemoryServer server, MutantContext scene) {
			DeceptiveClock deceptive = this.clock;
			return new ForwardingNode(node) {

				@Override
				public CompletionStage<NodeReply> acquire(AcquireRequest request) {
					long nanos = deceptive.nanoTime();
					long millis = deceptive.currentTimeMillis();
					CompletableFuture<NodeReply> future = new CompletableFuture<>();
					this.node.acquire(request).whenComplete((reply, failure) -> {
						deceptive.show(nanos, millis);
						if (reply != null) {
							future.complete(reply);
						}
						else {
							future.completeExceptionally(failure);
						}
						deceptive.showReal();
					});
					return future;
				}

			};
		}

	}

	private static final class DeceptiveClock implements TimeSource {

		private final TimeSource real;

		private boolean deceiving;

		private long nanos;

		private long millis;

		DeceptiveClock(TimeSource real) {
			this.real = real;
		}

		void show(long shownNanos, long shownMillis) {
			this.deceiving = true;
			this.nanos = shownNanos;
			this.millis = shownMillis;
		}

		void showReal() {
			this.deceiving = false;
		}

		@Override
		public long nanoTime() {
			return this.deceiving ? this.nanos : this.real.nanoTime();
		}

		@Override
		public long currentTimeMillis() {
			return this.deceiving ? this.millis : this.real.currentTimeMillis();
		}

	}

}

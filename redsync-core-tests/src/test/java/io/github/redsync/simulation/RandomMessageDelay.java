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

import io.github.redsync.test.memory.MessageDelay;

/**
 * The random delays of messages between one machine and one server: mostly short, unless
 * messages are stalled.
 */
final class RandomMessageDelay implements MessageDelay {

	private static final int MILLI = 1_000_000;

	private final World world;

	private long stalledUntil;

	RandomMessageDelay(World world) {
		this.world = world;
	}

	/**
	 * Deliver all messages of an interval at its end.
	 */
	void stall(long nanos) {
		this.stalledUntil = this.world.now() + nanos;
	}

	@Override
	public long nanos() {
		if (this.world.areFaultsOver()) {
			return MILLI / 2;
		}
		if (this.world.rules().has(Fault.LOSSES) && this.world.oneIn(20)) {
			return DROPPED;
		}
		if (this.stalledUntil > this.world.now()) {
			return this.stalledUntil - this.world.now() + this.world.below(2 * MILLI);
		}
		int kind = this.world.rules().injectsRandomly(Fault.DELAYS) ? this.world.below(20) : 0;
		if (kind < 12) {
			return this.world.below(2 * MILLI);
		}
		if (kind < 17) {
			return this.world.below(20 * MILLI);
		}
		return (kind < 19) ? this.world.below(100 * MILLI) : this.world.randomNanos(2);
	}

}

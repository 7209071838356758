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
 * How messages travel between one machine and one server: mostly fast, unless the line is
 * jammed.
 */
final class RandomMessageDelay implements MessageDelay {

	private static final int MILLI = 1_000_000;

	private final World world;

	private long jammedUntil;

	RandomMessageDelay(World world) {
		this.world = world;
	}

	/**
	 * Let what is sent from now on arrive after a while, all at once.
	 */
	void jam(long nanos) {
		this.jammedUntil = this.world.now() + nanos;
	}

	@Override
	public long nanos() {
		if (this.world.isHealed()) {
			return MILLI / 2;
		}
		if (this.world.rules().has(Fault.LOSSES) && this.world.one(20)) {
			return LOST;
		}
		if (this.jammedUntil > this.world.now()) {
			return this.jammedUntil - this.world.now() + this.world.below(2 * MILLI);
		}
		int kind = this.world.rules().hasAnytime(Fault.DELAYS) ? this.world.below(20) : 0;
		if (kind < 12) {
			return this.world.below(2 * MILLI);
		}
		if (kind < 17) {
			return this.world.below(20 * MILLI);
		}
		return (kind < 19) ? this.world.below(100 * MILLI) : this.world.part(2);
	}

}

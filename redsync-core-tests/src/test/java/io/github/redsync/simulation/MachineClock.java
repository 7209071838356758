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

import io.github.redsync.time.TimeSource;

/**
 * The clocks of one machine. They have their own rate. The monotonic clock stops while
 * the machine is suspended, and the wall clock can be set.
 */
final class MachineClock implements TimeSource {

	private final World world;

	private final double rate;

	private final long baseNanos;

	private long suspendedSince = -1;

	private long suspendedNanos;

	private long errorMillis;

	MachineClock(World world, double rate, long baseNanos, long errorMillis) {
		this.world = world;
		this.rate = rate;
		this.baseNanos = baseNanos;
		this.errorMillis = errorMillis;
	}

	@Override
	public long nanoTime() {
		long now = (this.suspendedSince >= 0) ? this.suspendedSince : this.world.now();
		return this.baseNanos + (long) ((now - this.suspendedNanos) * this.rate);
	}

	@Override
	public long currentTimeMillis() {
		return this.world.wallMillis(this.rate) + this.errorMillis;
	}

	long trueNanos(long nanos) {
		return (long) (nanos / this.rate);
	}

	/**
	 * Set the wall clock. If locks are fenced, its error is limited to the permitted one.
	 */
	void step(long millis) {
		Rules rules = this.world.rules();
		long maxMillis = rules.fenced() ? rules.maxClockErrorMillis() : Long.MAX_VALUE;
		this.errorMillis = Math.max(-maxMillis, Math.min(maxMillis, this.errorMillis + millis));
	}

	void suspend() {
		this.suspendedSince = this.world.now();
	}

	void wake() {
		if (this.suspendedSince >= 0) {
			this.suspendedNanos += this.world.now() - this.suspendedSince;
			this.suspendedSince = -1;
		}
	}

}

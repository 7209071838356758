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

package io.github.redsync.test.memory;

import io.github.redsync.time.TimeSource;

/**
 * The clock of a server, by which its keys expire. It can deviate from its time source.
 * Guarded by the monitor of its {@link MemoryProcess}.
 */
final class MemoryClock {

	private final TimeSource time;

	private double rate = 1;

	private long anchorNanos;

	/** The time of the clock at the anchor, in nanoseconds since the epoch. */
	private long anchorEpochNanos;

	MemoryClock(TimeSource time) {
		this.time = time;
		this.anchorNanos = time.nanoTime();
		this.anchorEpochNanos = time.currentTimeMillis() * 1_000_000;
	}

	private long nanos() {
		long passed = this.time.nanoTime() - this.anchorNanos;
		return this.anchorEpochNanos + ((this.rate != 1) ? (long) (passed * this.rate) : passed);
	}

	long micros() {
		return nanos() / 1_000;
	}

	long millis() {
		return nanos() / 1_000_000;
	}

	long seconds() {
		return nanos() / 1_000_000_000;
	}

	void rate(double newRate) {
		this.anchorEpochNanos = nanos();
		this.anchorNanos = this.time.nanoTime();
		this.rate = newRate;
	}

	/**
	 * Return to the rate and the time of the time source.
	 */
	void reset() {
		this.rate = 1;
		this.anchorNanos = this.time.nanoTime();
		this.anchorEpochNanos = this.time.currentTimeMillis() * 1_000_000;
	}

	void step(long nanos) {
		this.anchorEpochNanos += nanos;
	}

}

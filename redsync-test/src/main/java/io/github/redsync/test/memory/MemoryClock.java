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
 * The clock of a server, by which its keys expire. It can go wrong against the time that
 * it is derived from. Used under the lock of its {@link MemoryServer}.
 */
final class MemoryClock {

	private final TimeSource time;

	private double rate = 1;

	private long anchorNanos;

	/** What the clock showed at the anchor, in nanoseconds since the epoch. */
	private long shownNanos;

	MemoryClock(TimeSource time) {
		this.time = time;
		this.anchorNanos = time.nanoTime();
		this.shownNanos = time.currentTimeMillis() * 1_000_000;
	}

	private long nanos() {
		long passed = this.time.nanoTime() - this.anchorNanos;
		return this.shownNanos + ((this.rate != 1) ? (long) (passed * this.rate) : passed);
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
		this.shownNanos = nanos();
		this.anchorNanos = this.time.nanoTime();
		this.rate = newRate;
	}

	/**
	 * Show the right time again.
	 */
	void reset() {
		this.rate = 1;
		this.anchorNanos = this.time.nanoTime();
		this.shownNanos = this.time.currentTimeMillis() * 1_000_000;
	}

	void step(long nanos) {
		this.shownNanos += nanos;
	}

}

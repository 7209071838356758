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

package io.github.redsync.internal.vote;

import java.time.Instant;

import io.github.redsync.time.TimeSource;

/**
 * The time until which a lock is trusted, on both clocks. The monotonic clock alone does
 * not suffice: it stops while the machine is suspended, and the servers' clocks do not.
 * The wall clock alone does not suffice either: it may be set back.
 *
 * @param endNanos the end on the monotonic clock, in nanoseconds
 * @param endMillis the end on the wall clock, in milliseconds since the epoch
 */
public record Validity(long endNanos, long endMillis) {

	public static Validity from(Start start, long lengthNanos) {
		return new Validity(start.nanos() + lengthNanos, start.millis() + lengthNanos / LockParameters.NANOS_PER_MILLI);
	}

	/**
	 * Return the remaining time by the stricter of the clocks, in nanoseconds; zero or
	 * less if none is left.
	 */
	public long leftNanos(TimeSource time) {
		long monotonic = this.endNanos - time.nanoTime();
		long wall = (this.endMillis - time.currentTimeMillis()) * LockParameters.NANOS_PER_MILLI;
		return Math.min(monotonic, wall);
	}

	/**
	 * Return a validity that ends, on each clock, with the earlier of the two. After a
	 * suspension, that may be a different one on each clock.
	 */
	public Validity atMost(Validity other) {
		return new Validity((other.endNanos - this.endNanos < 0) ? other.endNanos : this.endNanos,
				Math.min(this.endMillis, other.endMillis));
	}

	public Instant until() {
		return Instant.ofEpochMilli(this.endMillis);
	}

	/**
	 * A point in time on both clocks.
	 *
	 * @param nanos the time on the monotonic clock, in nanoseconds
	 * @param millis the time on the wall clock, in milliseconds since the epoch
	 */
	public record Start(long nanos, long millis) {

		public static Start now(TimeSource time) {
			// The wall clock first: a pause between the two then shortens the validity
			long millis = time.currentTimeMillis();
			return new Start(time.nanoTime(), millis);
		}

	}

}

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

package io.github.redsync;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The delay of a waiter between two attempts. Implementations must be thread-safe and
 * must not block.
 * <p>
 * Clients that collided once collide again if their delays are equal, so a delay should
 * be random. The default is uniform between 50 and 250 ms, as in go-redsync.
 */
@FunctionalInterface
public interface RetryDelay {

	/**
	 * Return the delay before the next attempt.
	 * @param attempt the number of attempts that have failed so far, at least 1
	 * @return the delay, zero or longer
	 */
	Duration next(int attempt);

	/**
	 * Return a constant delay.
	 * @param delay the delay, from zero to 365 days
	 * @return the retry delay
	 * @throws IllegalArgumentException if the delay is out of range
	 */
	static RetryDelay fixed(Duration delay) {
		return uniform(delay, delay);
	}

	/**
	 * Return a random delay that is drawn for each attempt from a uniform distribution.
	 * @param minimum the shortest delay, zero or longer
	 * @param maximum the longest delay, from the minimum to 365 days
	 * @return the retry delay
	 * @throws IllegalArgumentException if the minimum is negative or longer than the
	 * maximum, or the maximum is longer than 365 days
	 */
	static RetryDelay uniform(Duration minimum, Duration maximum) {
		Objects.requireNonNull(minimum, "'minimum' must not be null");
		Objects.requireNonNull(maximum, "'maximum' must not be null");
		if (minimum.isNegative() || minimum.compareTo(maximum) > 0) {
			throw new IllegalArgumentException("Invalid retry delay from " + minimum + " to " + maximum
					+ ": the minimum must be zero or longer, and not longer than the maximum");
		}
		Durations.check("retryDelay", maximum, Duration.ZERO);
		long min = minimum.toNanos();
		long max = maximum.toNanos();
		if (min == max) {
			return (attempt) -> minimum;
		}
		return (attempt) -> Duration.ofNanos(ThreadLocalRandom.current().nextLong(min, max + 1));
	}

}

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
 * How long a waiter sleeps before it tries again. Must be safe for use by many threads,
 * and must not block.
 * <p>
 * Contenders that collided once collide again if they all sleep equally long, so a delay
 * should be random; the default is uniform between 50 and 250 ms, as in go-redsync.
 */
@FunctionalInterface
public interface RetryDelay {

	/**
	 * Return the delay before the next attempt.
	 * @param attempt how many attempts have failed so far, from 1
	 * @return the delay, zero or longer
	 */
	Duration next(int attempt);

	/**
	 * Return a delay that is always the same.
	 * @param delay the delay, from zero to 365 days
	 * @return the retry delay
	 * @throws IllegalArgumentException if the delay is out of range
	 */
	static RetryDelay fixed(Duration delay) {
		return uniform(delay, delay);
	}

	/**
	 * Return a delay that is drawn anew for each attempt, every duration from the minimum
	 * to the maximum being equally likely.
	 * @param minimum the shortest delay, zero or longer
	 * @param maximum the longest delay, not shorter than the minimum, at most 365 days
	 * @return the retry delay
	 * @throws IllegalArgumentException if the minimum is negative or longer than the
	 * maximum, or the maximum is longer than 365 days
	 */
	static RetryDelay uniform(Duration minimum, Duration maximum) {
		Objects.requireNonNull(minimum, "'minimum' must not be null");
		Objects.requireNonNull(maximum, "'maximum' must not be null");
		if (minimum.isNegative() || minimum.compareTo(maximum) > 0) {
			throw new IllegalArgumentException("A retry delay from " + minimum + " to " + maximum
					+ " is not possible: use a minimum of zero or longer, and a maximum not shorter than that");
		}
		LockOptionsBuilder.inRange("retryDelay", maximum, Duration.ZERO);
		long least = minimum.toNanos();
		long most = maximum.toNanos();
		if (least == most) {
			return (attempt) -> minimum;
		}
		return (attempt) -> Duration.ofNanos(ThreadLocalRandom.current().nextLong(least, most + 1));
	}

}

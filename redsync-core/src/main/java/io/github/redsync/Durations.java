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

/**
 * The ranges of the durations that users pass, and their conversion to nanoseconds.
 */
final class Durations {

	/** The upper limit of every duration in the API. */
	static final Duration MAX = Duration.ofDays(365);

	static final Duration MIN_EXPIRY = Duration.ofMillis(10);

	private static final Duration MAX_NANOS = Duration.ofNanos(Long.MAX_VALUE);

	private Durations() {
	}

	static Duration checkExpiry(Duration expiry) {
		return check("expiry", expiry, MIN_EXPIRY);
	}

	/**
	 * Check that a duration is between a minimum and {@link #MAX}.
	 * @param name the name of the option or parameter, for the message
	 * @throws IllegalArgumentException if the duration is out of range
	 */
	static Duration check(String name, Duration value, Duration min) {
		Objects.requireNonNull(value, () -> "'" + name + "' must not be null");
		if (value.compareTo(min) < 0 || value.compareTo(MAX) > 0) {
			throw new IllegalArgumentException(
					"Invalid " + name + " " + value + ": must be between " + min + " and " + MAX);
		}
		return value;
	}

	/**
	 * Return the nanoseconds of a duration, or {@link Long#MAX_VALUE} if they overflow.
	 */
	static long toNanos(Duration duration) {
		return (duration.compareTo(MAX_NANOS) < 0) ? duration.toNanos() : Long.MAX_VALUE;
	}

}

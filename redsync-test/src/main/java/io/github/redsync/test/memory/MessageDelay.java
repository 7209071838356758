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

import java.time.Duration;

/**
 * How long messages are on their way between a client and a server. They never overtake
 * each other: one that follows a slow one waits behind it.
 */
@FunctionalInterface
public interface MessageDelay {

	/**
	 * What {@link #nanos()} returns for a message that never arrives.
	 */
	long LOST = -1;

	/**
	 * Decide on the next message.
	 * @return how long it is on its way in nanoseconds, 0 for no time at all, or
	 * {@link #LOST}
	 */
	long nanos();

	/**
	 * Return a travel that takes no time: who sends a message goes on when it has been
	 * dealt with.
	 * @return the travel
	 */
	static MessageDelay instant() {
		return () -> 0;
	}

	/**
	 * Return a travel on which nothing arrives.
	 * @return the travel
	 */
	static MessageDelay lost() {
		return () -> LOST;
	}

	/**
	 * Return a travel that always takes the same time.
	 * @param duration the time, zero or longer
	 * @return the travel
	 */
	static MessageDelay of(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(
					"Messages can't take " + duration + ": use a duration of zero or longer");
		}
		long nanos = duration.toNanos();
		return () -> nanos;
	}

}

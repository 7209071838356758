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
 * The delays of messages between a client and a server. Messages do not overtake each
 * other: one that follows a delayed message is delivered after it.
 */
@FunctionalInterface
public interface MessageDelay {

	/**
	 * The result of {@link #nanos()} for a message that is dropped.
	 */
	long DROPPED = -1;

	/**
	 * Return the delay of the next message.
	 * @return the delay in nanoseconds, 0 for none, or {@link #DROPPED}
	 */
	long nanos();

	/**
	 * Return no delay. The thread that sends a message also processes it.
	 * @return the delay
	 */
	static MessageDelay instant() {
		return () -> 0;
	}

	/**
	 * Return a delay that drops every message.
	 * @return the delay
	 */
	static MessageDelay dropped() {
		return () -> DROPPED;
	}

	/**
	 * Return a fixed delay.
	 * @param duration the delay, zero or longer
	 * @return the delay
	 */
	static MessageDelay of(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("Invalid message delay " + duration + ": must not be negative");
		}
		long nanos = duration.toNanos();
		return () -> nanos;
	}

}

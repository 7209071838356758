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
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The values of all lock options. {@link LockOptionsBuilder} changes them, and
 * {@link LockOptions} holds a copy that is never changed. Not thread-safe.
 */
final class LockSettings {

	Duration expiry = Duration.ofSeconds(8);

	@Nullable Duration waitTime;

	Duration quorumWaitTime = Duration.ofSeconds(2);

	@Nullable Integer tries;

	RetryDelay retryDelay = RetryDelay.uniform(Duration.ofMillis(50), Duration.ofMillis(250));

	double driftFactor = 0.01;

	double timeoutFactor = 0.05;

	@Nullable Supplier<String> valueGenerator;

	boolean failFast = true;

	boolean shuffleNodes;

	boolean setNxOnExtend;

	boolean autoExtend;

	@Nullable Duration maxHold;

	Duration minHold = Duration.ZERO;

	boolean fencing;

	boolean fencingStrict;

	@Nullable String label;

	LockSettings() {
	}

	LockSettings(LockSettings other) {
		this.expiry = other.expiry;
		this.waitTime = other.waitTime;
		this.quorumWaitTime = other.quorumWaitTime;
		this.tries = other.tries;
		this.retryDelay = other.retryDelay;
		this.driftFactor = other.driftFactor;
		this.timeoutFactor = other.timeoutFactor;
		this.valueGenerator = other.valueGenerator;
		this.failFast = other.failFast;
		this.shuffleNodes = other.shuffleNodes;
		this.setNxOnExtend = other.setNxOnExtend;
		this.autoExtend = other.autoExtend;
		this.maxHold = other.maxHold;
		this.minHold = other.minHold;
		this.fencing = other.fencing;
		this.fencingStrict = other.fencingStrict;
		this.label = other.label;
	}

	/**
	 * Check the options against each other. The range of each was checked before.
	 * @throws IllegalArgumentException if two options contradict each other
	 */
	void validate() {
		Duration minExpiry = LockOptions.minExpiry(this.driftFactor);
		if (this.expiry.compareTo(minExpiry) < 0) {
			throw new IllegalArgumentException("Invalid expiry " + this.expiry + ": must be at least " + minExpiry
					+ " with a driftFactor of " + this.driftFactor + ", so that a node has 50 ms to reply");
		}
		if (this.minHold.compareTo(this.expiry) > 0) {
			throw new IllegalArgumentException(
					"Invalid minHold " + this.minHold + ": must not be longer than the expiry " + this.expiry);
		}
		if (this.maxHold != null && this.maxHold.compareTo(this.expiry) < 0) {
			throw new IllegalArgumentException(
					"Invalid maxHold " + this.maxHold + ": must not be shorter than the expiry " + this.expiry);
		}
		if (this.fencing && this.setNxOnExtend) {
			throw new IllegalArgumentException("fencing and setNxOnExtend cannot be combined, because a lock that an "
					+ "extension reacquires has no new fencing token: disable one of them");
		}
	}

}

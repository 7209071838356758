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

package io.github.redsync.internal.acquire;

import java.util.List;

import io.github.redsync.node.NodeResult;

/**
 * The reason why an acquisition ended without the lock. Immutable.
 *
 * @param reason the reason
 * @param attempts the number of attempts that were made
 * @param elapsedNanos the duration of the acquisition, in nanoseconds
 * @param nodes the result of each node in the decisive attempt; empty if there was none
 */
public record Refusal(Reason reason, int attempts, long elapsedNanos, List<NodeResult> nodes) {

	/**
	 * The kind of reason.
	 */
	public enum Reason {

		/** Another client holds the lock. */
		TAKEN,

		/** Errors, time-outs or quarantined nodes prevented a majority. */
		UNAVAILABLE,

		/** A majority granted the lock, but its validity was already over. */
		LATE,

		/** The engine was closed. */
		CLOSED

	}

}

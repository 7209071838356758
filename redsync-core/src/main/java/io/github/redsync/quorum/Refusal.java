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

package io.github.redsync.quorum;

import java.util.List;

import io.github.redsync.node.NodeResult;

/**
 * Why an acquisition did not end in a lock. Immutable.
 *
 * @param reason the reason
 * @param attempts how many attempts were made
 * @param elapsedNanos how long the acquisition took, in nanoseconds
 * @param nodes how each node answered in the attempt that decided, empty if none did
 */
public record Refusal(Reason reason, int attempts, long elapsedNanos, List<NodeResult> nodes) {

	/**
	 * Why an acquisition did not end in a lock.
	 */
	public enum Reason {

		/** Another holds the lock. */
		TAKEN,

		/** Errors or slowness of the nodes prevented a majority. */
		UNAVAILABLE,

		/** A majority granted the lock, but its validity was already over. */
		LATE,

		/** The quorum was closed. */
		CLOSED

	}

}

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

package io.github.redsync.internal.hold;

import java.util.List;

import io.github.redsync.node.NodeResult;

/**
 * The loss of a lock. Immutable.
 *
 * @param kind the reason
 * @param nodes the results of the nodes, empty if the lock expired by the clock
 */
public record Loss(Kind kind, List<NodeResult> nodes) {

	/**
	 * The reason of a loss.
	 */
	public enum Kind {

		/** The validity of the lock ended. */
		EXPIRED,

		/** The lock was held for the maximum time. */
		MAX_HOLD_REACHED,

		/** So many nodes did not have the key that a majority cannot have had it. */
		GONE

	}

}

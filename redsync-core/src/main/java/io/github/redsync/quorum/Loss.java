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
 * Why a lock was lost. Immutable.
 *
 * @param kind why
 * @param nodes how each node answered, empty if it was the clock that told
 */
public record Loss(Kind kind, List<NodeResult> nodes) {

	/**
	 * Why a lock was lost.
	 */
	public enum Kind {

		/** Its validity was over. */
		EXPIRED,

		/** Its longest time was over. */
		HELD_LONGEST,

		/** Its keys were gone from so many nodes that no majority had them. */
		GONE

	}

}

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
import org.jspecify.annotations.Nullable;

/**
 * What came of an extension or a release. Immutable.
 *
 * @param kind what came of it
 * @param results how each node answered in the ballot that decided, or {@code null} if it
 * was won or there was none
 */
public record HoldResult(Kind kind, @Nullable List<NodeResult> results) {

	static final HoldResult DONE = new HoldResult(Kind.DONE, null);

	static final HoldResult EXPIRED = new HoldResult(Kind.EXPIRED, null);

	static final HoldResult RELEASED = new HoldResult(Kind.RELEASED, null);

	static final HoldResult CLOSED = new HoldResult(Kind.CLOSED, null);

	/**
	 * What came of an extension or a release.
	 */
	public enum Kind {

		/** The lock was extended, or released. */
		DONE,

		/** The lock was not held any more. */
		EXPIRED,

		/** The lock was released before. */
		RELEASED,

		/** Too few nodes answered. */
		FAILED,

		/** The quorum was closed, after which no lock is extended. */
		CLOSED

	}

	/**
	 * Return how each node answered.
	 * @return the results, empty if there are none
	 */
	public List<NodeResult> nodes() {
		return (this.results != null) ? this.results : List.of();
	}

}

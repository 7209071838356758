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
import org.jspecify.annotations.Nullable;

/**
 * The result of an extension or a release. Immutable.
 *
 * @param kind the kind of result
 * @param results the results of the nodes in the ballot that decided, or {@code null} if
 * it was won or there was none
 */
public record HoldResult(Kind kind, @Nullable List<NodeResult> results) {

	static final HoldResult DONE = new HoldResult(Kind.DONE, null);

	static final HoldResult EXPIRED = new HoldResult(Kind.EXPIRED, null);

	static final HoldResult RELEASED = new HoldResult(Kind.RELEASED, null);

	static final HoldResult CLOSED = new HoldResult(Kind.CLOSED, null);

	/**
	 * The kind of a result.
	 */
	public enum Kind {

		/** The lock was extended or released. */
		DONE,

		/** The lock was no longer held. */
		EXPIRED,

		/** The lock was released before. */
		RELEASED,

		/** Too few nodes confirmed the operation. */
		FAILED,

		/** The engine was closed, so no lock is extended. */
		CLOSED

	}

	/**
	 * Return the results of the nodes.
	 * @return the results, empty if there are none
	 */
	public List<NodeResult> nodes() {
		return (this.results != null) ? this.results : List.of();
	}

}

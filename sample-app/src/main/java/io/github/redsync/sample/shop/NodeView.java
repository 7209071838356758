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

package io.github.redsync.sample.shop;

import java.time.Duration;
import java.util.List;

import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * How one node answered, as a client may see it: without the value of the key, since who
 * knows that can release the lock.
 *
 * @param node the name of the node
 * @param outcome what came of the request
 * @param owner who holds the lock there, or {@code null}
 * @param timeLeft how long the key still lives there, or {@code null}
 * @param error what went wrong, or {@code null}
 */
record NodeView(String node, NodeResult.Outcome outcome, @Nullable String owner, @Nullable Duration timeLeft,
		@Nullable String error) {

	static List<NodeView> of(List<NodeResult> results) {
		return results.stream()
			.map((result) -> new NodeView(result.node(), result.outcome(), result.owner(), result.timeLeft(),
					result.error()))
			.toList();
	}

}

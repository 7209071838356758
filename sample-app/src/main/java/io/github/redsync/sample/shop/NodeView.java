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
 * The reply of one node that clients may see. Does not contain the value of the key,
 * which permits releasing the lock.
 *
 * @param node the name of the node
 * @param outcome the outcome of the request
 * @param owner the holder of the lock on the node, or {@code null}
 * @param timeLeft the remaining time to live of the key, or {@code null}
 * @param error the error, or {@code null}
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

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

package io.github.redsync.internal.vote;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;

/**
 * Listener for the replies of the nodes. Called on any thread, must not block or throw.
 */
@FunctionalInterface
public interface NodeReplyListener {

	/**
	 * Called when a node has replied, has failed, or has not replied within its timeout.
	 * @param node the name of the node
	 * @param operation the operation that was requested
	 * @param outcome the outcome of the request
	 * @param latencyNanos the time since the request, in nanoseconds
	 */
	void onReply(String node, NodeOperation operation, NodeResult.Outcome outcome, long latencyNanos);

}

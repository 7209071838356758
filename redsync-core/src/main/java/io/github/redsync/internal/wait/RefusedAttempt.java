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

package io.github.redsync.internal.wait;

import java.util.List;

import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * The replies to an attempt that did not get the lock.
 */
public interface RefusedAttempt {

	/**
	 * Return whether a single node was asked, and refused the lock.
	 */
	boolean wasRefusedByProbe();

	/**
	 * Return the reply of a node, or null if there is none.
	 */
	@Nullable NodeReply reply(int node);

	/**
	 * Return the result of each node, to be reported.
	 */
	List<NodeResult> results();

}

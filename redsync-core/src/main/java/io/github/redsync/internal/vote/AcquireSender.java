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

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.RedisNode;

/**
 * Sends the requests of an {@link AcquireBallot}. Called under the monitor of the ballot.
 */
@FunctionalInterface
public interface AcquireSender {

	/**
	 * Sends the acquisition alone.
	 */
	AcquireSender DIRECT = (index, node, request) -> node.acquire(request);

	/**
	 * Ask a node to acquire the lock.
	 */
	CompletionStage<NodeReply> acquire(int index, RedisNode node, AcquireRequest request);

	/**
	 * Called in place of {@link #acquire} if the request was abandoned before it was
	 * sent.
	 */
	default void onAbandoned(int index, RedisNode node, AcquireRequest request) {
	}

}

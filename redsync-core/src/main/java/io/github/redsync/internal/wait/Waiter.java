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

import io.github.redsync.internal.vote.AcquireSender;
import io.github.redsync.node.NodeResult;
import org.jspecify.annotations.Nullable;

/**
 * An acquisition that waits in a {@link WaitQueue}. Called outside the monitor of the
 * queue.
 */
public interface Waiter {

	/**
	 * Return the key of the lock.
	 */
	String key();

	/**
	 * Make an attempt that asks all nodes concurrently, unless an attempt is under way.
	 */
	void attempt();

	/**
	 * Make an attempt that probes one node first, unless an attempt is under way.
	 */
	void attemptProbing(int node);

	/**
	 * Make an attempt whose requests also release the lock of its local holder.
	 * @param handOff sends the requests
	 * @return the attempt, whose requests are sent; null if none can be made
	 */
	@Nullable SentAttempt attemptByHandOff(AcquireSender handOff);

	/**
	 * Called when this waiter has become the head of its queue.
	 */
	void onBecameHead();

	/**
	 * Called when the head of the queue has found a majority of the nodes unreachable for
	 * as long as its own limits allow.
	 * @param nodes the result of each node in the last attempt of the head
	 * @param sinceNanos since when the majority is unreachable, on the monotonic clock
	 */
	void onUnreachable(List<NodeResult> nodes, long sinceNanos);

	/**
	 * An attempt whose requests are sent.
	 */
	interface SentAttempt {

		/**
		 * Evaluate the replies as they arrive.
		 */
		void awaitReplies();

	}

}

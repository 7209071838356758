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

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * The local waiters to which a lock can be handed off.
 */
public interface Successors {

	/**
	 * Return the waiter that the lock is handed off to when it is released. Called under
	 * the monitor of the holder's state.
	 * @param mayHandOff whether the lock may be handed off; if not, its keys expire later
	 * @return the waiter, or null to release the lock
	 */
	@Nullable Successor next(Holder holder, boolean mayHandOff);

	/**
	 * Called when the lock was lost.
	 */
	void onLost(Holder holder);

	/**
	 * A local holder of a lock, compared by identity.
	 */
	interface Holder {

		String key();

		String value();

		/**
		 * Return the remaining time for which the lock is trusted.
		 * @return the time in nanoseconds; zero or less if it is no longer trusted
		 */
		long leftNanos();

	}

	/**
	 * A local waiter to which one lock is handed off.
	 */
	interface Successor {

		/**
		 * Send the requests that release the lock and acquire it for the waiter. No reply
		 * is evaluated yet.
		 * @return whether they were sent; if not, the waiter cannot make an attempt
		 */
		boolean handOff();

		/**
		 * Return the reply of a node to the release.
		 * @param index the index of the node
		 * @return the reply, which fails if the release was not sent
		 */
		CompletionStage<NodeReply> released(int index);

		/**
		 * Evaluate the replies to the acquisition as they arrive.
		 */
		void awaitReplies();

	}

}

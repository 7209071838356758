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

import org.jspecify.annotations.Nullable;

/**
 * The local waiters to which a lock can be handed off.
 */
interface Successors {

	/**
	 * Return the waiter that the lock is handed off to when it is released. Called under
	 * the monitor of the hold.
	 * @param mayHandOff whether the lock may be handed off; if not, its keys stay for a
	 * while
	 * @return the waiter, or null to release the lock
	 */
	@Nullable Successor next(Hold hold, boolean mayHandOff);

	/**
	 * Called when the lock was lost. Not called under the monitor of the hold.
	 */
	void onLost(Hold hold);

	/**
	 * A local waiter.
	 */
	interface Successor {

		/**
		 * Send the hand-off. No reply is evaluated yet.
		 * @param handOff the release that goes with the attempt
		 * @return the attempt, or null if the waiter cannot make one
		 */
		@Nullable SentAttempt attemptByHandOff(HandOff handOff);

	}

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

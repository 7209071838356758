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

package io.github.redsync;

import java.time.Duration;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;

/**
 * Listener for the events of the locks of a {@link Redsync}. All methods do nothing by
 * default. They are called on threads of the library, possibly concurrently. They must
 * not block; an exception is logged and otherwise ignored.
 */
public interface RedsyncListener {

	/**
	 * Called when an acquisition starts. One call of {@link #onAcquireEnded} follows.
	 * @param mutex the mutex
	 */
	default void onAcquireStarted(Mutex mutex) {
	}

	/**
	 * Called when an acquisition has ended.
	 * @param mutex the mutex
	 * @param outcome the outcome
	 * @param elapsed the duration of the acquisition
	 */
	default void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
	}

	/**
	 * Called when a lease starts. One call of {@link #onReleased} or {@link #onLost}
	 * follows.
	 * @param mutex the mutex
	 * @param lease the lease
	 */
	default void onGranted(Mutex mutex, Lease lease) {
	}

	/**
	 * Called when a lease was extended, or when an extension failed. Failed extensions
	 * are retried while the lease is valid.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param extended whether the lease was extended
	 */
	default void onExtended(Mutex mutex, Lease lease, boolean extended) {
	}

	/**
	 * Called when a lease has ended by a release. The nodes have replied by then, so the
	 * next waiter of this process may already have been granted the lock.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param heldFor how long the lease was held until its release began
	 */
	default void onReleased(Mutex mutex, Lease lease, Duration heldFor) {
	}

	/**
	 * Called when a lease was lost: its validity is over, or a majority of the nodes has
	 * reported that its keys are gone, in reply to an extension or to the release.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param heldFor how long the lease was held
	 */
	default void onLost(Mutex mutex, Lease lease, Duration heldFor) {
	}

	/**
	 * Called when a node has replied to a request, or when its limit is over.
	 * @param node the name of the node
	 * @param operation the operation of the request
	 * @param outcome the outcome
	 * @param latency the time until the reply, or until the limit was over
	 */
	default void onNodeAnswered(String node, NodeOperation operation, NodeResult.Outcome outcome, Duration latency) {
	}

}

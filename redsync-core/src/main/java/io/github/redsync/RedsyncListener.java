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
 * Is told what happens to the locks of a {@link Redsync}. Every method does nothing
 * unless it is overridden. Methods are called on threads of the library, several at a
 * time; they must not block, and what they throw is logged and dropped.
 */
public interface RedsyncListener {

	/**
	 * An acquisition begins. One call of {@link #onAcquireEnded} follows.
	 * @param mutex the mutex
	 */
	default void onAcquireStarted(Mutex mutex) {
	}

	/**
	 * An acquisition has ended.
	 * @param mutex the mutex
	 * @param outcome how it ended
	 * @param elapsed how long it took
	 */
	default void onAcquireEnded(Mutex mutex, AcquireOutcome outcome, Duration elapsed) {
	}

	/**
	 * A lease begins. One call of {@link #onReleased} or {@link #onLost} follows.
	 * @param mutex the mutex
	 * @param lease the lease
	 */
	default void onGranted(Mutex mutex, Lease lease) {
	}

	/**
	 * A lease was extended, or an extension failed; a failed one is tried again as long
	 * as the lease is valid.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param extended whether the lease was extended
	 */
	default void onExtended(Mutex mutex, Lease lease, boolean extended) {
	}

	/**
	 * A lease has ended because it was released. Called when the nodes have replied, so
	 * perhaps after the next waiter of this process was granted the lock.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param held how long it was held, until its release began
	 */
	default void onReleased(Mutex mutex, Lease lease, Duration held) {
	}

	/**
	 * A lease has ended without having been released: its validity is over, or a majority
	 * of the nodes says that it is gone, be that in reply to an extension or to the
	 * release.
	 * @param mutex the mutex
	 * @param lease the lease
	 * @param held how long it was held
	 */
	default void onLost(Mutex mutex, Lease lease, Duration held) {
	}

	/**
	 * A node has answered a request, or has not within its limit.
	 * @param node the name of the node
	 * @param operation what it was asked for
	 * @param outcome what came of it
	 * @param latency how long the answer took
	 */
	default void onNodeAnswered(String node, NodeOperation operation, NodeResult.Outcome outcome, Duration latency) {
	}

}

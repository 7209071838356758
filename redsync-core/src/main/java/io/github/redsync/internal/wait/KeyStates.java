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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import org.jspecify.annotations.Nullable;

/**
 * The last known state of a lock's key on each node. Not thread-safe: guarded by the
 * monitor of the {@link ReleaseWatcher}.
 */
final class KeyStates {

	static final long NEVER = Long.MAX_VALUE;

	/** The longest time to live that is converted to nanoseconds without overflow. */
	private static final long MAX_TTL_MILLIS = Long.MAX_VALUE / 4 / LockParameters.NANOS_PER_MILLI;

	private final int majority;

	private final KeyState[] states;

	/** The moment at which each key expires, or NEVER if it is unknown. */
	private final long[] expiryNanos;

	KeyStates(NodeGroup group) {
		this.majority = group.majority();
		this.states = new KeyState[group.size()];
		this.expiryNanos = new long[group.size()];
		clear();
	}

	private enum KeyState {

		/** Nothing is known. */
		UNKNOWN,

		/** The node was asked to report a change, and has not replied. */
		WATCH_REQUESTED,

		/** The node has the key, and will report a change of it. */
		WATCHED,

		/** The node does not have the key, or has reported a change of it. */
		CHANGED

	}

	void clear() {
		Arrays.fill(this.states, KeyState.UNKNOWN);
		Arrays.fill(this.expiryNanos, NEVER);
	}

	/**
	 * Record the expiry of the keys from an attempt that was refused.
	 * @param previous the node to return if no node has refused the lock
	 * @return the first node that has refused the lock
	 */
	int recordRefusal(RefusedAttempt refused, int previous, long nowNanos) {
		int first = previous;
		for (int i = this.states.length - 1; i >= 0; i--) {
			NodeReply reply = refused.reply(i);
			if (reply != null && reply.status() == Status.TAKEN) {
				first = i;
				this.expiryNanos[i] = expiryNanos(reply, nowNanos);
			}
			else if (!refused.wasRefusedByProbe()) {
				this.expiryNanos[i] = (reply != null) ? nowNanos : NEVER;
			}
		}
		return first;
	}

	private static long expiryNanos(NodeReply reply, long nowNanos) {
		// Servers round the time to live down
		return (reply.timeLeftMillis() >= 0)
				? nowNanos + (Math.min(reply.timeLeftMillis(), MAX_TTL_MILLIS) + 1) * LockParameters.NANOS_PER_MILLI
				: NEVER;
	}

	/**
	 * Record that all nodes are asked to report a change.
	 * @return the nodes to ask: those that are not watched
	 */
	List<Integer> requestWatch() {
		List<Integer> requested = new ArrayList<>(this.states.length);
		for (int i = 0; i < this.states.length; i++) {
			if (mayBeFree(i)) {
				this.states[i] = KeyState.WATCH_REQUESTED;
				requested.add(i);
			}
		}
		return requested;
	}

	/**
	 * Record that one node is asked to report a change.
	 * @return the node, or an empty list if it is watched already
	 */
	List<Integer> requestWatch(int node) {
		if (!mayBeFree(node)) {
			return List.of();
		}
		this.states[node] = KeyState.WATCH_REQUESTED;
		return List.of(node);
	}

	/**
	 * Record the reply to a request to report a change.
	 * @param reply the reply, or null if the request has failed
	 * @return whether the reply shows the state of the key
	 */
	boolean recordReply(int node, @Nullable NodeReply reply, long nowNanos) {
		if (this.states[node] != KeyState.WATCH_REQUESTED) {
			return false;
		}
		if (reply == null) {
			this.states[node] = KeyState.UNKNOWN;
			return false;
		}
		boolean held = reply.status() == Status.HELD;
		this.states[node] = held ? KeyState.WATCHED : KeyState.CHANGED;
		this.expiryNanos[node] = held ? expiryNanos(reply, nowNanos) : nowNanos;
		return true;
	}

	/**
	 * Record a change notification.
	 * @return false if the key was not watched yet: the change then precedes the watch
	 * and may be our own
	 */
	boolean recordChange(int node) {
		if (this.states[node] != KeyState.WATCHED) {
			return false;
		}
		this.states[node] = KeyState.CHANGED;
		return true;
	}

	/**
	 * Record that a node has stopped reporting changes.
	 */
	void recordWatchLost(int node) {
		this.states[node] = KeyState.UNKNOWN;
	}

	/**
	 * Return whether the key of a node may be gone: it is not watched, or has changed.
	 */
	boolean mayBeFree(int node) {
		return this.states[node] == KeyState.UNKNOWN || this.states[node] == KeyState.CHANGED;
	}

	/**
	 * Return whether a majority of the nodes has reported a change.
	 */
	boolean isMajorityChanged() {
		return count(KeyState.CHANGED) >= this.majority;
	}

	/**
	 * Return whether a majority of the nodes will report a change.
	 */
	boolean isMajorityWatched() {
		return count(KeyState.WATCHED) >= this.majority;
	}

	private int count(KeyState wanted) {
		int count = 0;
		for (KeyState state : this.states) {
			count += (state == wanted) ? 1 : 0;
		}
		return count;
	}

	/**
	 * Return the moment at which the key of a node expires, or NEVER if it is unknown.
	 */
	long expiryNanos(int node) {
		return this.expiryNanos[node];
	}

	/**
	 * Return the moment at which the keys of a majority have expired, or NEVER if it is
	 * unknown.
	 */
	long majorityExpiryNanos() {
		long[] sorted = this.expiryNanos.clone();
		Arrays.sort(sorted);
		return sorted[this.majority - 1];
	}

}

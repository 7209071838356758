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
import java.util.function.Consumer;

import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.node.NodeReply;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Detects when a lock held by another process may have become free: a majority of the
 * nodes has reported a change of its key, or its time to live has elapsed (servers report
 * expiry late or not at all). The result is only a hint.
 * <p>
 * A change may also be an extension, an acquisition by another process, or a hand-off
 * within the holder's process, which may happen thousands of times a second. So after a
 * wake-up that did not lead to the lock the watcher <em>probes</em>: it watches a single
 * node, wakes the head at most every 2 ms, and has that node asked first. It returns to
 * normal after an attempt that is refused without a change having been reported.
 * <p>
 * Thread-safe.
 */
final class ReleaseWatcher {

	/** How long to wait for a majority after a node has reported a change. */
	private static final long MAJORITY_WAIT_NANOS = 2 * LockParameters.NANOS_PER_MILLI;

	/** The time from an unsuccessful wake-up to the next one. */
	private static final long MIN_WAKE_INTERVAL_NANOS = 2 * LockParameters.NANOS_PER_MILLI;

	private static final long NEVER = KeyStates.NEVER;

	private final NodeGroup group;

	private final String key;

	private final Listener listener;

	private final KeyStates keys;

	private boolean watching;

	/** Kept while the watcher is stopped. */
	private Scope scope = Scope.ALL_NODES;

	/** The node that is watched in scope PROBE_NODE. */
	private int probeNode;

	private boolean changedSinceLastAttempt;

	private boolean wokeHead;

	private long earliestWakeNanos;

	private @Nullable Timeout wakeTimer;

	private @Nullable Timeout expiryTimer;

	ReleaseWatcher(NodeGroup group, String key, Listener listener) {
		this.group = group;
		this.key = key;
		this.listener = listener;
		this.keys = new KeyStates(group);
		this.earliestWakeNanos = group.time().nanoTime();
	}

	private enum Scope {

		/** A majority of all nodes decides. */
		ALL_NODES,

		/** A single node decides, and is probed. */
		PROBE_NODE

	}

	/**
	 * Start or continue watching after an attempt was refused by the holder.
	 */
	void watchAfterRefusal(RefusedAttempt refused) {
		synchronized (this) {
			long now = now();
			this.probeNode = this.keys.recordRefusal(refused, this.probeNode, now);
			if (this.wokeHead) {
				this.scope = Scope.PROBE_NODE;
				this.earliestWakeNanos = now + MIN_WAKE_INTERVAL_NANOS;
			}
			else if (!this.changedSinceLastAttempt) {
				this.scope = Scope.ALL_NODES;
			}
			this.wokeHead = false;
			this.changedSinceLastAttempt = false;
			scheduleExpiry(now);
		}
		watch();
	}

	/**
	 * Start or continue watching without an attempt.
	 */
	void watch() {
		List<Integer> nodes;
		synchronized (this) {
			this.watching = true;
			nodes = isProbing() ? this.keys.requestWatch(this.probeNode) : this.keys.requestWatch();
		}
		nodes.forEach(this::watchNode);
	}

	private boolean isProbing() {
		return this.scope == Scope.PROBE_NODE;
	}

	private long now() {
		return this.group.time().nanoTime();
	}

	/**
	 * Return whether a majority of the nodes will report a change.
	 */
	synchronized boolean isMajorityWatched() {
		return this.watching && this.keys.isMajorityWatched();
	}

	private void watchNode(int node) {
		try {
			this.group.node(node).watch(this.key).whenComplete((reply, failure) -> onReply(node, reply));
		}
		catch (RuntimeException | Error ex) {
			onReply(node, null);
		}
	}

	private void onReply(int node, @Nullable NodeReply reply) {
		long delay = NEVER;
		synchronized (this) {
			long now = now();
			if (this.keys.recordReply(node, reply, now)) {
				scheduleExpiry(now);
				delay = wakeDelayNanos(false);
			}
		}
		scheduleWake(delay);
	}

	/**
	 * Called when a node has reported a change.
	 */
	void onChange(int node) {
		long delay = NEVER;
		synchronized (this) {
			if (this.keys.recordChange(node)) {
				this.changedSinceLastAttempt = true;
				delay = wakeDelayNanos(true);
			}
		}
		scheduleWake(delay);
	}

	/**
	 * Called when a node has stopped reporting changes, or can be asked again.
	 */
	void onWatchLost(int node) {
		long delay;
		synchronized (this) {
			this.keys.recordWatchLost(node);
			this.changedSinceLastAttempt = true;
			delay = wakeDelayNanos(true);
		}
		scheduleWake(delay);
	}

	/**
	 * Return the time until the head is woken.
	 * @param changeReported whether a node has just reported a change
	 */
	private long wakeDelayNanos(boolean changeReported) {
		if (!this.watching) {
			return NEVER;
		}
		if (isProbing()) {
			return this.keys.mayBeFree(this.probeNode) ? Math.max(0, this.earliestWakeNanos - now()) : NEVER;
		}
		if (this.keys.isMajorityChanged()) {
			return 0;
		}
		return changeReported ? MAJORITY_WAIT_NANOS : NEVER;
	}

	private void scheduleWake(long delayNanos) {
		if (delayNanos == 0) {
			wake();
			return;
		}
		synchronized (this) {
			if (delayNanos != NEVER && this.watching && this.wakeTimer == null) {
				this.wakeTimer = this.group.timers().schedule(delayNanos, this::wake);
			}
		}
	}

	private void wake() {
		boolean probing;
		int node;
		synchronized (this) {
			this.wakeTimer = cancel(this.wakeTimer);
			if (!this.watching) {
				return;
			}
			this.wokeHead = true;
			probing = isProbing();
			node = this.probeNode;
		}
		if (probing) {
			this.listener.wakeHead((head) -> head.attemptProbing(node));
		}
		else {
			this.listener.wakeHead(Waiter::attempt);
		}
	}

	/**
	 * Schedule a wake-up for the time at which the keys have expired.
	 */
	private void scheduleExpiry(long now) {
		this.expiryTimer = cancel(this.expiryTimer);
		long expiry = isProbing() ? this.keys.expiryNanos(this.probeNode) : this.keys.majorityExpiryNanos();
		if (expiry != NEVER && expiry - now > 0) {
			this.expiryTimer = this.group.timers()
				.schedule(expiry - now, () -> this.listener.wakeHead(Waiter::attempt));
		}
	}

	/**
	 * Wait until nodes can be asked again, after an attempt that failed for lack of
	 * nodes.
	 */
	synchronized void awaitNodes() {
		stop();
		this.watching = true;
	}

	/**
	 * Wake the head after a delay, to probe: other processes are to acquire the lock
	 * before.
	 */
	synchronized void wakeAfter(long delayNanos) {
		this.watching = true;
		this.scope = Scope.PROBE_NODE;
		this.probeNode = this.group.firstUp();
		this.wakeTimer = cancel(this.wakeTimer);
		this.wakeTimer = this.group.timers().schedule(delayNanos, this::wake);
	}

	/**
	 * Stop watching, because the lock was acquired or has no waiters left.
	 */
	synchronized void stop() {
		this.watching = false;
		this.wokeHead = false;
		this.wakeTimer = cancel(this.wakeTimer);
		this.expiryTimer = cancel(this.expiryTimer);
		this.keys.clear();
	}

	private static @Nullable Timeout cancel(@Nullable Timeout timer) {
		if (timer != null) {
			timer.cancel();
		}
		return null;
	}

	/**
	 * Called outside the monitor of the watcher when the lock may have become free.
	 */
	interface Listener {

		void wakeHead(Consumer<Waiter> attempt);

	}

}

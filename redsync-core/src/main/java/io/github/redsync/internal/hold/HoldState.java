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

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.NodeKeys;
import io.github.redsync.internal.vote.Validity;
import org.jspecify.annotations.Nullable;

/**
 * The state of a lock that is held. All its transitions are made here, under the monitor
 * of this object. Requests for the lock are sent under the same monitor, so that none
 * follows the release. Reads are thread-safe.
 */
final class HoldState {

	private final NodeGroup group;

	private final NodeKeys keys;

	private final boolean reacquire;

	private volatile HoldPhase phase;

	private volatile @Nullable Validity validity;

	private volatile boolean reacquired;

	/**
	 * Whether the value was exposed. Another client may then have extended the lock, so
	 * its keys are left to expire when this hold's validity ends.
	 */
	private volatile boolean valueExposed;

	@GuardedBy("this")
	private @Nullable Watchdog watchdog;

	@GuardedBy("this")
	private @Nullable RunningExtension extension;

	/** The time to live that the last extension gives the keys, in milliseconds. */
	@GuardedBy("this")
	private long extendedMillis;

	/**
	 * Create a state.
	 * @param reacquire whether an extension may reacquire the lock
	 * @param validity the validity of the lock, or null if it was acquired elsewhere
	 */
	HoldState(NodeGroup group, NodeKeys keys, boolean reacquire, @Nullable Validity validity) {
		this.group = group;
		this.keys = keys;
		this.reacquire = reacquire;
		this.validity = validity;
		this.phase = (validity != null) ? HoldPhase.HELD : HoldPhase.ATTACHED;
		this.valueExposed = validity == null;
	}

	NodeKeys keys() {
		return this.keys;
	}

	HoldPhase phase() {
		return this.phase;
	}

	@Nullable Validity validity() {
		return this.validity;
	}

	/**
	 * Return the remaining validity in nanoseconds; zero or less if there is none.
	 */
	long leftNanos() {
		Validity current = this.validity;
		return (current != null) ? current.leftNanos(this.group.time()) : 0;
	}

	boolean wasReacquired() {
		return this.reacquired;
	}

	void exposeValue() {
		this.valueExposed = true;
	}

	synchronized void setWatchdog(Watchdog watchdog) {
		this.watchdog = watchdog;
	}

	/**
	 * Have the watchdog schedule its next action again.
	 */
	void rescheduleWatchdog() {
		Watchdog current;
		synchronized (this) {
			current = this.watchdog;
		}
		if (current != null) {
			current.tick();
		}
	}

	/**
	 * Restore a missing key, which expires with the validity of the lock. An extension
	 * that may reacquire the lock counts keys that it sets: their time to live is not
	 * shortened.
	 */
	synchronized void restore(int index) {
		long leftMillis = leftNanos() / LockParameters.NANOS_PER_MILLI;
		if (this.phase == HoldPhase.HELD && leftMillis > 0 && !this.group.isClosed()) {
			this.keys.restore(index, Math.max(leftMillis, this.reacquire ? this.extendedMillis : 0));
		}
	}

	/**
	 * Return whether an extension can still succeed: a majority of the keys may prove
	 * that the lock was held continuously, or the extension needs no such proof.
	 */
	boolean mayProveContinuity() {
		return this.reacquire || this.keys.maybeContinuous() >= this.group.majority();
	}

	/**
	 * Return the extension under way, or null.
	 */
	@GuardedBy("this")
	@Nullable RunningExtension extension() {
		return this.extension;
	}

	synchronized boolean isExtendedBy(RunningExtension candidate) {
		return this.extension == candidate;
	}

	@GuardedBy("this")
	void startExtension(RunningExtension started) {
		this.extension = started;
		this.extendedMillis = started.expiryMillis();
	}

	synchronized void endExtension(RunningExtension ended) {
		if (this.extension == ended) {
			this.extension = null;
		}
	}

	/**
	 * Return whether an extension may be sent: while the lock is valid, and after that
	 * only if the extension may reacquire the lock.
	 */
	@GuardedBy("this")
	boolean mayExtend() {
		if (this.group.isClosed()) {
			return false;
		}
		return switch (this.phase) {
			case ATTACHED -> true;
			case HELD -> leftNanos() > 0 || this.reacquire;
			case LOST -> this.reacquire;
			case RELEASED -> false;
		};
	}

	/**
	 * Return why no extension may be sent.
	 */
	@GuardedBy("this")
	HoldResult extensionRefusal() {
		if (this.phase == HoldPhase.RELEASED) {
			return HoldResult.RELEASED;
		}
		boolean expired = this.phase == HoldPhase.LOST || (this.phase == HoldPhase.HELD && leftNanos() <= 0);
		return (this.group.isClosed() && !expired) ? HoldResult.CLOSED : HoldResult.EXPIRED;
	}

	/**
	 * Trust the lock for no longer than this: the keys are about to get a shorter time to
	 * live, and the reply that confirms it may never arrive.
	 * @return whether the lock was trusted for longer
	 */
	@GuardedBy("this")
	boolean shortenTo(Validity shortest) {
		Validity current = this.validity;
		if (current == null) {
			return false;
		}
		Validity shortened = current.atMost(shortest);
		this.validity = shortened;
		return !shortened.equals(current);
	}

	/**
	 * Return whether an extension whose requests were sent can still extend the lock. A
	 * lock that was lost meanwhile stays lost unless it may be reacquired.
	 */
	@GuardedBy("this")
	boolean isExtendable() {
		return this.phase != HoldPhase.RELEASED && (this.phase != HoldPhase.LOST || this.reacquire);
	}

	/**
	 * Extend the lock, which ends the extension under way.
	 * @param continuous whether the lock was provably held continuously
	 */
	@GuardedBy("this")
	void extend(Validity extended, boolean continuous) {
		this.reacquired |= !continuous;
		this.validity = extended;
		this.extension = null;
		if (this.phase == HoldPhase.LOST && this.watchdog != null) {
			this.watchdog.resume();
		}
		this.phase = HoldPhase.HELD;
	}

	/**
	 * Record that a round of an extension did not extend the lock. It may have restored
	 * keys of a lost lock, which are released.
	 */
	@GuardedBy("this")
	void extensionFailed() {
		if (this.phase == HoldPhase.LOST && !this.valueExposed) {
			this.keys.releaseAll();
		}
	}

	/**
	 * Lose the lock.
	 * @param gone whether the nodes have proven that the lock is gone
	 * @return whether it was held
	 */
	synchronized boolean lose(boolean gone) {
		if (this.phase != HoldPhase.HELD) {
			return false;
		}
		this.phase = HoldPhase.LOST;
		stop();
		// A release that follows an extension would delete the keys that it reacquires
		boolean reacquiring = this.reacquire && this.extension != null && !gone;
		if (!reacquiring && (!this.valueExposed || gone)) {
			this.keys.releaseAll();
		}
		return true;
	}

	/**
	 * Release the lock. A lost lock stays lost, unless an extension could reacquire it:
	 * then the keys that such an extension may have set are released.
	 * @return the previous phase; if the lock was held, its keys are to be released
	 */
	@GuardedBy("this")
	HoldPhase release() {
		HoldPhase previous = this.phase;
		switch (previous) {
			case ATTACHED, HELD -> {
				this.phase = HoldPhase.RELEASED;
				stop();
			}
			case LOST -> {
				if (this.reacquire) {
					this.phase = HoldPhase.RELEASED;
					this.keys.releaseAll();
				}
			}
			case RELEASED -> {
			}
		}
		return previous;
	}

	/**
	 * Stop the watchdog, and the acquisition on nodes that were not asked yet, since its
	 * requests would follow the release.
	 */
	@GuardedBy("this")
	private void stop() {
		this.keys.end();
		if (this.watchdog != null) {
			this.watchdog.stop();
		}
	}

}

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

import io.github.redsync.quorum.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Watches over one held lock, with one timer: completes it on the nodes that did not
 * grant it, extends it every third of its expiry, and notices when its validity is over.
 * No failure ends the watch; only the end of the lock does.
 * <p>
 * Locks that were acquired together are not extended together: each takes up to a fifth
 * less than the third, for good, so that they drift apart. How much, its value decides,
 * which is random; so a run of the simulator can be repeated.
 */
final class LeaseWatchdog {

	private static final long NEVER = Long.MAX_VALUE;

	private static final int SHARES = 1_000;

	private final NodeGroup group;

	private final Hold hold;

	private final LockParameters terms;

	private @Nullable AcquireBallot incomplete;

	private final long completeAt;

	private final long renewNanos;

	private long renewAt;

	private boolean extending;

	private boolean stopped;

	private @Nullable Timeout timer;

	LeaseWatchdog(NodeGroup group, Hold hold, LockParameters terms, @Nullable AcquireBallot granted) {
		this.group = group;
		this.hold = hold;
		this.terms = terms;
		this.incomplete = granted;
		long heldNanos = hold.heldNanos();
		this.completeAt = Math.min(terms.replyTimeoutNanos(), terms.expiryNanos() / 10);
		this.renewNanos = spread(terms.expiryNanos() / 3, hold.value());
		this.renewAt = terms.autoExtend() ? heldNanos + this.renewNanos : NEVER;
	}

	private static long spread(long nanos, String value) {
		return nanos - nanos / 5 * Math.floorMod(value.hashCode(), SHARES) / SHARES;
	}

	/**
	 * Do what is due, and arrange to be called again. Times are counted from the
	 * acquisition.
	 */
	void tick() {
		if (!this.hold.isHeld()) {
			return;
		}
		AcquireBallot complete = null;
		long extendMillis = 0;
		synchronized (this) {
			long now = this.hold.heldNanos();
			if (this.group.isClosed()) {
				// Nothing is sent after the close, but the end of the validity is
				// reported
				this.incomplete = null;
				this.renewAt = NEVER;
			}
			if (this.incomplete != null && now >= this.completeAt) {
				complete = this.incomplete;
				this.incomplete = null;
			}
			if (now >= this.renewAt && !this.extending) {
				extendMillis = nextExpiryMillis(now);
				this.extending = extendMillis > 0;
				this.renewAt = (extendMillis > 0 || !isNearMaxHold(now)) ? now + this.renewNanos : NEVER;
			}
			schedule(now);
		}
		if (complete != null) {
			this.hold.restoreMissing(complete);
		}
		if (extendMillis > 0) {
			this.hold.extend(extendMillis).whenComplete((result, failure) -> extended());
		}
	}

	private boolean isNearMaxHold(long now) {
		return this.terms.maxHoldNanos() - now < this.terms.expiryNanos();
	}

	/**
	 * Return for how long to extend: not past the longest time for which the lock may be
	 * held; 0 if it reaches that time already, or was extended for longer by hand.
	 */
	private long nextExpiryMillis(long now) {
		long millis = Math.min(this.terms.expiryMillis(),
				(this.terms.maxHoldNanos() - now) / LockParameters.NANOS_PER_MILLI);
		return (this.terms.validityNanos(millis) > this.hold.leftNanos()) ? millis : 0;
	}

	private void extended() {
		synchronized (this) {
			this.extending = false;
		}
		tick();
	}

	private void schedule(long now) {
		if (this.stopped) {
			return;
		}
		long next = this.hold.leftNanos();
		if (this.incomplete != null) {
			next = Math.min(next, this.completeAt - now);
		}
		if (this.renewAt != NEVER && !this.extending) {
			next = Math.min(next, this.renewAt - now);
		}
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.group.timers().schedule(Math.max(next, 0), this::tick);
	}

	synchronized void resume() {
		this.stopped = false;
	}

	synchronized void stop() {
		this.stopped = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

}

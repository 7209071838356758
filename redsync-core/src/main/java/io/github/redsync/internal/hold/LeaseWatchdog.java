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

import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.internal.vote.AcquireBallot;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.time.Timers.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The timer of one held lock: it restores the key on nodes that did not grant the lock,
 * extends the lock after each third of its expiry, and detects the end of its validity.
 * It stops only when the hold ends; failures do not stop it. Thread-safe.
 * <p>
 * Locks acquired together must not be extended together, so each permanently shortens its
 * interval by up to 20 %. The offset is derived from the lock's random value, which keeps
 * simulator runs reproducible.
 */
final class LeaseWatchdog implements Watchdog {

	private static final long NEVER = Long.MAX_VALUE;

	private static final int JITTER_STEPS = 1_000;

	private final NodeGroup group;

	private final Owner owner;

	private final HoldState state;

	private final LockParameters parameters;

	private final HoldGrant grant;

	private final long restoreAtNanos;

	private final long extendIntervalNanos;

	/** The ballot that granted the lock, until missing keys were restored. */
	@GuardedBy("this")
	private @Nullable AcquireBallot restoreBallot;

	@GuardedBy("this")
	private long extendAtNanos;

	@GuardedBy("this")
	private boolean extending;

	@GuardedBy("this")
	private boolean stopped;

	@GuardedBy("this")
	private @Nullable Timeout timer;

	LeaseWatchdog(NodeGroup group, Owner owner, HoldState state, LockParameters parameters, HoldGrant grant) {
		this.group = group;
		this.owner = owner;
		this.state = state;
		this.parameters = parameters;
		this.grant = grant;
		this.restoreBallot = grant.ballot();
		long heldNanos = owner.heldNanos();
		this.restoreAtNanos = Math.min(parameters.replyTimeoutNanos(), parameters.expiryNanos() / 10);
		this.extendIntervalNanos = jitter(parameters.expiryNanos() / 3, grant.value());
		this.extendAtNanos = parameters.autoExtend() ? heldNanos + this.extendIntervalNanos : NEVER;
	}

	private static long jitter(long nanos, String value) {
		return nanos - nanos / 5 * Math.floorMod(value.hashCode(), JITTER_STEPS) / JITTER_STEPS;
	}

	/**
	 * Perform the actions that are due, and schedule the next call. Times are relative to
	 * the start of the acquisition.
	 */
	@Override
	public void tick() {
		if (!this.owner.isHeld()) {
			return;
		}
		AcquireBallot toRestore = null;
		long extendMillis = 0;
		synchronized (this) {
			long now = this.owner.heldNanos();
			if (this.group.isClosed()) {
				// No request follows the close, but the end of the validity is reported
				this.restoreBallot = null;
				this.extendAtNanos = NEVER;
			}
			if (this.restoreBallot != null && now >= this.restoreAtNanos) {
				toRestore = this.restoreBallot;
				this.restoreBallot = null;
			}
			if (now >= this.extendAtNanos && !this.extending) {
				extendMillis = nextExpiryMillis(now);
				this.extending = extendMillis > 0;
				this.extendAtNanos = (extendMillis > 0 || !isNearMaxHold(now)) ? now + this.extendIntervalNanos : NEVER;
			}
			schedule(now);
		}
		if (toRestore != null) {
			restoreMissing(toRestore);
		}
		if (extendMillis > 0) {
			this.owner.extend(extendMillis).whenComplete((result, failure) -> extensionEnded());
		}
	}

	/**
	 * Restore the key on nodes that did not grant the lock, so that the lock survives the
	 * failure of other nodes.
	 */
	private void restoreMissing(AcquireBallot granted) {
		for (int i = 0; i < this.group.size(); i++) {
			if (granted.isRefused(i)) {
				this.state.restore(i);
				if (this.owner.isHeld()) {
					granted.raiseRestored(i, this.grant.token());
				}
			}
		}
	}

	private boolean isNearMaxHold(long now) {
		return this.parameters.maxHoldNanos() - now < this.parameters.expiryNanos();
	}

	/**
	 * Return the expiry of the next extension: at most until the maximum hold time; 0 if
	 * the validity already reaches that time, or the caller has extended it for longer.
	 */
	private long nextExpiryMillis(long now) {
		long millis = Math.min(this.parameters.expiryMillis(),
				(this.parameters.maxHoldNanos() - now) / LockParameters.NANOS_PER_MILLI);
		return (this.parameters.validityNanos(millis) > this.state.leftNanos()) ? millis : 0;
	}

	private void extensionEnded() {
		synchronized (this) {
			this.extending = false;
		}
		tick();
	}

	@GuardedBy("this")
	private void schedule(long now) {
		if (this.stopped) {
			return;
		}
		long next = this.state.leftNanos();
		if (this.restoreBallot != null) {
			next = Math.min(next, this.restoreAtNanos - now);
		}
		if (this.extendAtNanos != NEVER && !this.extending) {
			next = Math.min(next, this.extendAtNanos - now);
		}
		if (this.timer != null) {
			this.timer.cancel();
		}
		this.timer = this.group.timers().schedule(Math.max(next, 0), this::tick);
	}

	@Override
	public synchronized void resume() {
		this.stopped = false;
	}

	@Override
	public synchronized void stop() {
		this.stopped = true;
		if (this.timer != null) {
			this.timer.cancel();
		}
	}

	/**
	 * The hold to which a watchdog belongs.
	 */
	interface Owner {

		/**
		 * Return whether the lock is held now. If its validity has ended, the lock is
		 * lost.
		 */
		boolean isHeld();

		/**
		 * Return the time since the start of the acquisition, in nanoseconds.
		 */
		long heldNanos();

		/**
		 * Extend the lock.
		 * @param expiryMillis the new time to live of the keys, in milliseconds
		 * @return a future of the result, completed on any thread
		 */
		CompletableFuture<HoldResult> extend(long expiryMillis);

	}

}

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

import io.github.redsync.internal.hold.Successors.Holder;
import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * The hold of a former waiter of a {@link WaitQueue}, if there is one, and the time for
 * which it is handed off to other waiters. Not thread-safe: guarded by the monitor of the
 * queue.
 */
final class LocalHolder {

	static final long MAX_HAND_OFF_BURST_MILLIS = 50;

	private @Nullable Holder current;

	private long burstEndNanos;

	/**
	 * Return whether there is a hold, which may have expired.
	 */
	boolean isPresent() {
		return this.current != null;
	}

	/**
	 * Return whether the lock is held by this process.
	 */
	boolean isHolding() {
		return this.current != null && this.current.leftNanos() > 0;
	}

	/**
	 * Return whether the lock is held by this process with another hold.
	 */
	boolean isHoldingInsteadOf(Holder other) {
		return this.current != other && isHolding();
	}

	/**
	 * Record the hold of a waiter that has acquired the lock.
	 * @param byHandOff whether it was handed off, so that the burst continues
	 */
	void granted(Holder granted, boolean byHandOff, long nowNanos) {
		this.current = granted;
		if (!byHandOff) {
			startBurst(nowNanos);
		}
	}

	/**
	 * Record the release of a hold. One that was not waited for starts a burst.
	 * @return whether the burst continues
	 */
	boolean released(Holder released, long nowNanos) {
		if (this.current != released) {
			startBurst(nowNanos);
		}
		this.current = null;
		return nowNanos - this.burstEndNanos < 0;
	}

	/**
	 * Record the loss of a hold.
	 */
	void lost(Holder lost) {
		if (this.current == lost) {
			this.current = null;
		}
	}

	private void startBurst(long nowNanos) {
		this.burstEndNanos = nowNanos + MAX_HAND_OFF_BURST_MILLIS * LockParameters.NANOS_PER_MILLI;
	}

}

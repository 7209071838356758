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

import io.github.redsync.internal.vote.LockParameters;
import org.jspecify.annotations.Nullable;

/**
 * The last attempt of a {@link WaitQueue} that was refused because the lock was taken.
 * Not thread-safe: guarded by the monitor of the queue.
 */
final class RecentRefusal {

	/** How long the attempt names the holder of the lock. */
	private static final long MAX_AGE_NANOS = 250 * LockParameters.NANOS_PER_MILLI;

	/** How long change notifications, which may get lost, are relied on. */
	private static final long MAX_UNPOLLED_NANOS = 2_000 * LockParameters.NANOS_PER_MILLI;

	private @Nullable RefusedAttempt attempt;

	private long nanos;

	void record(RefusedAttempt refused, long nowNanos) {
		this.attempt = refused;
		this.nanos = nowNanos;
	}

	/**
	 * Clear the attempt, because the lock has changed hands. Its age is kept.
	 */
	void clear() {
		this.attempt = null;
	}

	/**
	 * Return the attempt, or null if it is too old.
	 */
	@Nullable RefusedAttempt get(long nowNanos) {
		return (nowNanos - this.nanos < MAX_AGE_NANOS) ? this.attempt : null;
	}

	/**
	 * Return whether the nodes are asked again although they will report a change.
	 */
	boolean isPollDue(long nowNanos) {
		return nowNanos - this.nanos >= MAX_UNPOLLED_NANOS;
	}

}

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

package io.github.redsync.spring.scope;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A lock on a call path, with the locks around it.
 *
 * @param shared the lease
 * @param lossEndsCall whether the loss of the lock ends the call
 * @param interrupted the thread that is interrupted if the lock is lost, or {@code null}
 * @param outer the next lock outwards, or {@code null} if this is the outermost one
 */
public record LockScope(SharedLease shared, boolean lossEndsCall, @Nullable Thread interrupted,
		@Nullable LockScope outer) {

	/**
	 * Create a lock inside of a call path. To keep the path short when calls start one
	 * another without end, released locks are removed, because their calls have ended,
	 * and a lease that several calls have joined is kept once.
	 * @param path the innermost lock of the call path, or {@code null}
	 * @param shared the lease
	 * @param lossEndsCall whether the loss of the lock ends the call
	 * @param interrupted the thread that is interrupted if the lock is lost, or
	 * {@code null}
	 * @return the lock
	 */
	public static LockScope inside(@Nullable LockScope path, SharedLease shared, boolean lossEndsCall,
			@Nullable Thread interrupted) {
		LockScope lock = new LockScope(shared, lossEndsCall, interrupted, null);
		return (path != null) ? new LockScope(shared, lossEndsCall, interrupted, path.without(lock)) : lock;
	}

	private @Nullable LockScope without(LockScope inner) {
		List<LockScope> kept = new ArrayList<>();
		boolean complete = true;
		boolean lossKept = false;
		for (LockScope lock = this; lock != null; lock = lock.outer) {
			if (!lock.shared.isReleased()) {
				boolean repeated = inner.covers(lock);
				if (!repeated) {
					kept.add(lock);
				}
				complete &= !repeated;
			}
			else if (!lossKept && lock.lossEndsCall && lock.shared.isLost()) {
				// One lost lock is enough to prevent commits of calls inside of it
				lossKept = true;
				kept.add(lock);
			}
			else {
				complete = false;
			}
		}
		if (complete) {
			return this;
		}
		LockScope rest = null;
		for (int i = kept.size() - 1; i >= 0; i--) {
			LockScope lock = kept.get(i);
			rest = new LockScope(lock.shared, lock.lossEndsCall, lock.interrupted, rest);
		}
		return rest;
	}

	private boolean covers(LockScope lock) {
		return lock.shared == this.shared && lock.interrupted == null && (this.lossEndsCall || !lock.lossEndsCall);
	}

	/**
	 * Throw if this lock or one around it was lost and its loss ends the call. A call can
	 * outlive the call that has started it, so a released lock is not lost.
	 * @throws io.github.redsync.LeaseLostException if one was lost
	 */
	void ensureNotLost() {
		for (LockScope lock = this; lock != null; lock = lock.outer) {
			if (lock.lossEndsCall) {
				lock.shared.ensureNotLost();
			}
		}
	}

}

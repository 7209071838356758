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

package io.github.redsync.spring.context;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A lock on a call path, with those that are around it.
 *
 * @param shared the lease
 * @param lossMatters whether work done under the lock is void if the lock is lost
 * @param interrupted the thread that is interrupted if the lock is lost, or {@code null}
 * @param outer the next lock outwards, or {@code null} if this is the outermost one
 * @since 0.1.0
 */
public record HeldLock(SharedLease shared, boolean lossMatters, @Nullable Thread interrupted,
		@Nullable HeldLock outer) {

	/**
	 * Create a lock inside of a call path. Calls that start one another without end would
	 * make the path grow. So locks that were released leave it, since the calls that held
	 * them are over, and a lease that a call has joined is on it once.
	 * @param path the innermost lock of the call path, or {@code null}
	 * @param shared the lease
	 * @param lossMatters whether work done under the lock is void if the lock is lost
	 * @param interrupted the thread that is interrupted if the lock is lost, or
	 * {@code null}
	 * @return the lock
	 */
	public static HeldLock inside(@Nullable HeldLock path, SharedLease shared, boolean lossMatters,
			@Nullable Thread interrupted) {
		HeldLock lock = new HeldLock(shared, lossMatters, interrupted, null);
		return (path != null) ? new HeldLock(shared, lossMatters, interrupted, path.without(lock)) : lock;
	}

	private @Nullable HeldLock without(HeldLock inner) {
		List<HeldLock> kept = new ArrayList<>();
		boolean complete = true;
		boolean lossKept = false;
		for (HeldLock lock = this; lock != null; lock = lock.outer) {
			if (!lock.shared.isReleased()) {
				boolean repeated = inner.covers(lock);
				if (!repeated) {
					kept.add(lock);
				}
				complete &= !repeated;
			}
			else if (!lossKept && lock.lossMatters && lock.shared.isLost()) {
				// One is enough to keep what was started under it from committing
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
		HeldLock rest = null;
		for (int i = kept.size() - 1; i >= 0; i--) {
			HeldLock lock = kept.get(i);
			rest = new HeldLock(lock.shared, lock.lossMatters, lock.interrupted, rest);
		}
		return rest;
	}

	private boolean covers(HeldLock lock) {
		return lock.shared == this.shared && lock.interrupted == null && (this.lossMatters || !lock.lossMatters);
	}

	/**
	 * Throw if this lock or one around it was lost, if that matters. A call can outlive
	 * the call that has started it, so a lock that was released is no loss.
	 * @throws io.github.redsync.LeaseLostException if one was lost
	 */
	void ensureNotLost() {
		for (HeldLock lock = this; lock != null; lock = lock.outer) {
			if (lock.lossMatters) {
				lock.shared.ensureNotLost();
			}
		}
	}

}

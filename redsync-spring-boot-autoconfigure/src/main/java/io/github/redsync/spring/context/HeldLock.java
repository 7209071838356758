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
	 * Throw if this lock or one around it was lost, if that matters.
	 * @throws io.github.redsync.LeaseLostException if one was lost
	 */
	public void ensureHeld() {
		for (HeldLock lock = this; lock != null; lock = lock.outer) {
			if (lock.lossMatters) {
				lock.shared.ensureHeld();
			}
		}
	}

}

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

package io.github.redsync.spring.autoconfigure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import io.github.redsync.Mutex;
import org.jspecify.annotations.Nullable;

/**
 * A view of a {@link RestartableMutex} as a {@link Lock}. No thread holds the lock any
 * more after a restart.
 */
final class RestartableLock implements Lock {

	private final RestartableMutex mutex;

	private @Nullable Mutex viewed;

	private @Nullable Lock view;

	RestartableLock(RestartableMutex mutex) {
		this.mutex = mutex;
	}

	private synchronized Lock view() {
		Mutex running = this.mutex.running();
		Lock present = this.view;
		if (present == null || this.viewed != running) {
			present = running.asLock();
			this.view = present;
			this.viewed = running;
		}
		return present;
	}

	@Override
	public void lock() {
		view().lock();
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		view().lockInterruptibly();
	}

	@Override
	public boolean tryLock() {
		return view().tryLock();
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return view().tryLock(time, unit);
	}

	@Override
	public void unlock() {
		view().unlock();
	}

	@Override
	public Condition newCondition() {
		return view().newCondition();
	}

	@Override
	public String toString() {
		return "Lock of " + this.mutex;
	}

}

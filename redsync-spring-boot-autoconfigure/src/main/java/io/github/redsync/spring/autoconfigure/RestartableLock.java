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
import java.util.function.Supplier;

import io.github.redsync.Mutex;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Lock} view of a mutex that survives restarts. After a restart, no thread holds
 * the lock.
 */
final class RestartableLock implements Lock {

	private final Mutex mutex;

	private final Supplier<Mutex> running;

	private @Nullable Mutex viewed;

	private @Nullable Lock view;

	/**
	 * Create a view.
	 * @param mutex the mutex of this view
	 * @param running supplies the current delegate of the mutex
	 */
	RestartableLock(Mutex mutex, Supplier<Mutex> running) {
		this.mutex = mutex;
		this.running = running;
	}

	private synchronized Lock view() {
		Mutex current = this.running.get();
		Lock present = this.view;
		if (present == null || this.viewed != current) {
			present = current.asLock();
			this.view = present;
			this.viewed = current;
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

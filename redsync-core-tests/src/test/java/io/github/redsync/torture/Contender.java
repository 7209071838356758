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

package io.github.redsync.torture;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.redsync.Lease;
import io.github.redsync.LockNotAcquiredException;
import io.github.redsync.Redsync;

/**
 * A thread that acquires one lock after another, checks repeatedly whether it still holds
 * it, and records the hold interval. Some of the locks are extended automatically.
 */
final class Contender {

	private final Redsync redsync;

	private final List<String> names;

	private final Duration expiry;

	private final Duration maxHold;

	private final Random random;

	private final Consumer<HoldInterval> history;

	/**
	 * Create a contender.
	 * @param maxHold the maximum time for which a lock is held; every second lock, at
	 * random, is held for at most a tenth of it
	 */
	Contender(Redsync redsync, List<String> names, Duration expiry, Duration maxHold, Random random,
			Consumer<HoldInterval> history) {
		this.redsync = redsync;
		this.names = names;
		this.expiry = expiry;
		this.maxHold = maxHold;
		this.random = random;
		this.history = history;
	}

	void contendUntil(BooleanSupplier end) {
		while (!end.getAsBoolean()) {
			String name = this.names.get(this.random.nextInt(this.names.size()));
			try (Lease lease = lock(name, this.random.nextBoolean())) {
				double fraction = this.random.nextBoolean() ? 1 : 0.1;
				hold(lease, (long) (this.maxHold.toNanos() * fraction * this.random.nextDouble()));
			}
			catch (LockNotAcquiredException ex) {
				// Expected: nodes are down, or other contenders hold the lock
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
	}

	/**
	 * Acquire the first lock, and hold it until its validity ends, without extension.
	 * @param onHeld called when the lock is held
	 */
	void holdUntilExpiry(Runnable onHeld) {
		try (Lease lease = lock(this.names.get(0), false)) {
			onHeld.run();
			hold(lease, this.expiry.toNanos());
		}
	}

	private Lease lock(String name, boolean extended) {
		return this.redsync
			.newMutex(name,
					(options) -> options.expiry(this.expiry)
						.waitTime(Duration.ofSeconds(5))
						.fencing(true)
						.autoExtend(extended))
			.lock();
	}

	private void hold(Lease lease, long nanos) {
		long firstValid = 0;
		long lastValid = 0;
		long end = System.nanoTime() + nanos;
		boolean finalCheck = false;
		while (!finalCheck) {
			// The last check follows the last pause, so a stopped process checks its
			// lease
			// before it records the interval
			finalCheck = System.nanoTime() >= end;
			long before = System.nanoTime();
			if (!lease.isValid()) {
				break;
			}
			lastValid = before;
			firstValid = (firstValid == 0) ? System.nanoTime() : firstValid;
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(finalCheck ? 0 : this.random.nextInt(5_000)));
		}
		if (firstValid != 0 && lastValid >= firstValid) {
			this.history
				.accept(new HoldInterval(lease.name(), lease.value(), lease.fencingToken(), firstValid, lastValid));
		}
	}

}

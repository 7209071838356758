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
 * Takes one lock after another, holds each for a while, looking again and again whether
 * it still does, and tells what it claims. Some locks are extended, others not.
 */
final class Contender {

	private final Redsync redsync;

	private final List<String> names;

	private final Duration expiry;

	private final Duration longestHold;

	private final Random random;

	private final Consumer<HoldInterval> history;

	/**
	 * Create a contender.
	 * @param longestHold for how long a lock is held at most; one in two for no more than
	 * a tenth of it
	 */
	Contender(Redsync redsync, List<String> names, Duration expiry, Duration longestHold, Random random,
			Consumer<HoldInterval> history) {
		this.redsync = redsync;
		this.names = names;
		this.expiry = expiry;
		this.longestHold = longestHold;
		this.random = random;
		this.history = history;
	}

	void contendUntil(BooleanSupplier over) {
		while (!over.getAsBoolean()) {
			String name = this.names.get(this.random.nextInt(this.names.size()));
			try (Lease lease = lock(name, this.random.nextBoolean())) {
				double part = this.random.nextBoolean() ? 1 : 0.1;
				hold(lease, (long) (this.longestHold.toNanos() * part * this.random.nextDouble()));
			}
			catch (LockNotAcquiredException ex) {
				// Nodes are down, or others are faster; that is what the run is about
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
	}

	/**
	 * Take one lock, and hold it for as long as it is valid, without extension.
	 */
	void holdToTheEnd(Runnable held) {
		try (Lease lease = lock(this.names.get(0), false)) {
			held.run();
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
		long first = 0;
		long last = 0;
		long end = System.nanoTime() + nanos;
		boolean over = false;
		while (!over) {
			// The last look comes after the last rest: who was stopped meanwhile looks
			// before it acts
			over = System.nanoTime() >= end;
			long before = System.nanoTime();
			if (!lease.isValid()) {
				break;
			}
			last = before;
			first = (first == 0) ? System.nanoTime() : first;
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(over ? 0 : this.random.nextInt(5_000)));
		}
		if (first != 0 && last >= first) {
			this.history.accept(new HoldInterval(lease.name(), lease.value(), lease.fencingToken(), first, last));
		}
	}

}

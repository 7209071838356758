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

package io.github.redsync.test.server;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link FaultProxy} does to the bytes at the moment. Its monitor orders each
 * decision on bytes before or after each change. Safe for use by many threads.
 */
final class ProxyFaults {

	private final Map<ProxyDirection, Long> delayNanos = new EnumMap<>(ProxyDirection.class);

	private final Set<ProxyDirection> dropping = EnumSet.noneOf(ProxyDirection.class);

	private boolean hanging;

	synchronized void delay(ProxyDirection direction, long nanos) {
		this.delayNanos.put(direction, nanos);
		notifyAll();
	}

	synchronized void drop(ProxyDirection direction) {
		this.dropping.add(direction);
		notifyAll();
	}

	synchronized void hang() {
		this.hanging = true;
	}

	synchronized void heal() {
		this.delayNanos.clear();
		this.dropping.clear();
		this.hanging = false;
		notifyAll();
	}

	/**
	 * Wait until bytes may go on.
	 * @param direction where they go
	 * @param arrived when they came, by {@link System#nanoTime()}
	 * @param loss run if they are to be dropped, before any later change takes effect
	 * @return whether they are to be written, and not dropped
	 * @throws InterruptedException if the thread was interrupted
	 */
	synchronized boolean await(ProxyDirection direction, long arrived, Runnable loss) throws InterruptedException {
		while (true) {
			long remaining = arrived + this.delayNanos.getOrDefault(direction, 0L) - System.nanoTime();
			if (this.hanging) {
				wait();
			}
			else if (remaining > 0) {
				TimeUnit.NANOSECONDS.timedWait(this, remaining);
			}
			else {
				boolean drop = this.dropping.contains(direction);
				if (drop) {
					loss.run();
				}
				return !drop;
			}
		}
	}

}

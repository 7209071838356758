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
 * The present faults of a {@link FaultProxy}. Its monitor orders each decision on bytes
 * before or after each change of the faults. Thread-safe.
 */
final class ProxyFaults {

	private final Map<ProxyDirection, Long> delayNanos = new EnumMap<>(ProxyDirection.class);

	private final Set<ProxyDirection> dropping = EnumSet.noneOf(ProxyDirection.class);

	private boolean paused;

	synchronized void delay(ProxyDirection direction, long nanos) {
		this.delayNanos.put(direction, nanos);
		notifyAll();
	}

	synchronized void drop(ProxyDirection direction) {
		this.dropping.add(direction);
		notifyAll();
	}

	synchronized void pause() {
		this.paused = true;
	}

	synchronized void resume() {
		this.paused = false;
		notifyAll();
	}

	synchronized void heal() {
		this.delayNanos.clear();
		this.dropping.clear();
		this.paused = false;
		notifyAll();
	}

	/**
	 * Wait until bytes may be forwarded.
	 * @param direction the direction of the bytes
	 * @param arrivalNanos the time of their arrival, from {@link System#nanoTime()}
	 * @param onDrop run if they are dropped, before a later change takes effect
	 * @return true to forward the bytes, false to drop them
	 * @throws InterruptedException if the thread was interrupted
	 */
	synchronized boolean await(ProxyDirection direction, long arrivalNanos, Runnable onDrop)
			throws InterruptedException {
		while (true) {
			long remainingNanos = arrivalNanos + this.delayNanos.getOrDefault(direction, 0L) - System.nanoTime();
			if (this.paused) {
				wait();
			}
			else if (remainingNanos > 0) {
				TimeUnit.NANOSECONDS.timedWait(this, remainingNanos);
			}
			else {
				boolean drop = this.dropping.contains(direction);
				if (drop) {
					onDrop.run();
				}
				return !drop;
			}
		}
	}

}

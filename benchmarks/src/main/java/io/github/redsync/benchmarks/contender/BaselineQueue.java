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

package io.github.redsync.benchmarks.contender;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The wait queue of one process for one lock. An attempt for its head is sent when a
 * waiter joins an empty queue, when a majority has published a release, and after a
 * random retry delay.
 */
final class BaselineQueue {

	private final BaselineNotifications client;

	private final String name;

	private final Queue<CompletableFuture<String>> waiting = new ArrayDeque<>();

	private boolean attempting;

	/** Number of nodes that have published a release since the latest attempt began. */
	private int released;

	/** Identifies the latest attempt, so that older retry timers are ignored. */
	private long attempts;

	BaselineQueue(BaselineNotifications client, String name) {
		this.client = client;
		this.name = name;
	}

	CompletableFuture<String> join() {
		CompletableFuture<String> waiter = new CompletableFuture<>();
		boolean head;
		synchronized (this) {
			head = this.waiting.isEmpty();
			this.waiting.add(waiter);
		}
		if (head) {
			attempt();
		}
		return waiter;
	}

	/**
	 * Record a release on one node, by the holder or after a failed attempt.
	 */
	void published() {
		synchronized (this) {
			this.released++;
			if (this.attempting || !isReleased()) {
				return;
			}
		}
		attempt();
	}

	private boolean isReleased() {
		return this.released > this.client.nodes().connections().size() / 2;
	}

	private void attempt() {
		synchronized (this) {
			if (this.waiting.isEmpty() || this.attempting) {
				return;
			}
			this.attempting = true;
			this.released = 0;
			this.attempts++;
		}
		long start = System.nanoTime();
		String value = this.client.nodes().nextValue();
		this.client.nodes()
			.attempt(this.name, value)
			.whenComplete(
					(granted, failure) -> ended(value, Boolean.TRUE.equals(granted) && BaselineNodes.isValid(start)));
	}

	private void ended(String value, boolean granted) {
		CompletableFuture<String> served = null;
		boolean again;
		long latest;
		synchronized (this) {
			this.attempting = false;
			if (granted) {
				served = this.waiting.poll();
			}
			again = !granted && isReleased();
			latest = this.attempts;
		}
		if (served != null) {
			served.complete(value);
		}
		else {
			this.client.nodes().release(this.name, value);
		}
		if (again) {
			attempt();
		}
		else {
			this.client.retryLater(() -> retry(latest));
		}
	}

	private void retry(long expected) {
		synchronized (this) {
			if (this.attempts != expected) {
				return;
			}
		}
		attempt();
	}

}

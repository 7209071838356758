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
 * Those of one process who wait for one lock. The first of them asks the servers: when it
 * joins an empty queue, when a majority has published a release, and now and then.
 */
final class BaselineQueue {

	private final BaselineNotifications client;

	private final String name;

	private final Queue<CompletableFuture<String>> waiting = new ArrayDeque<>();

	private boolean attempting;

	/** How many nodes have published a release since the latest attempt began. */
	private int released;

	/** Tells the fallback timers apart: only the latest may ask. */
	private long turn;

	BaselineQueue(BaselineNotifications client, String name) {
		this.client = client;
		this.name = name;
	}

	CompletableFuture<String> join() {
		CompletableFuture<String> place = new CompletableFuture<>();
		boolean first;
		synchronized (this) {
			first = this.waiting.isEmpty();
			this.waiting.add(place);
		}
		if (first) {
			attempt();
		}
		return place;
	}

	/**
	 * Take note of a release on one node: of the holder, or of one whose attempt failed.
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
			this.turn++;
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
		long retry;
		synchronized (this) {
			this.attempting = false;
			if (granted) {
				served = this.waiting.poll();
			}
			again = !granted && isReleased();
			retry = this.turn;
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
			this.client.retryLater(() -> retry(retry));
		}
	}

	private void retry(long expected) {
		synchronized (this) {
			if (this.turn != expected) {
				return;
			}
		}
		attempt();
	}

}

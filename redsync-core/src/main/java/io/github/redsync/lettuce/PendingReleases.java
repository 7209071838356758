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

package io.github.redsync.lettuce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/**
 * Releases of which it is not known whether the server got them. They are sent again on
 * the next connection, as long as the key may still live: its value is used by no other
 * attempt, so that a late release can't harm. Bounded: past that, keys end by their time
 * to live.
 */
final class PendingReleases {

	private static final int MOST = 10_000;

	private final Deque<Release> releases = new ArrayDeque<>();

	synchronized void add(String key, String value, long deadlineNanos) {
		if (this.releases.size() >= MOST) {
			this.releases.removeFirst();
		}
		this.releases.addLast(new Release(key, value, deadlineNanos));
	}

	/**
	 * Take out all that are still worth it.
	 */
	void drainTo(BiConsumer<String, String> sender) {
		Deque<Release> drained;
		synchronized (this) {
			drained = new ArrayDeque<>(this.releases);
			this.releases.clear();
		}
		long now = System.nanoTime();
		for (Release release : drained) {
			if (release.deadlineNanos - now > 0) {
				sender.accept(release.key, release.value);
			}
		}
	}

	private record Release(String key, String value, long deadlineNanos) {
	}

}

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
 * Releases that may not have reached the server, to be sent on the next connection while
 * their keys may exist. A late release does no harm, since its value is used by no other
 * attempt. Keeps at most 10,000; the keys of the oldest ones then end by their time to
 * live. Thread-safe.
 */
final class PendingReleases {

	private static final int MAX_RELEASES = 10_000;

	private final Deque<Release> releases = new ArrayDeque<>();

	synchronized void add(String key, String value, long deadlineNanos) {
		if (this.releases.size() >= MAX_RELEASES) {
			this.releases.removeFirst();
		}
		this.releases.addLast(new Release(key, value, deadlineNanos));
	}

	/**
	 * Remove all releases, and send those whose deadline has not passed.
	 * @param sender gets key and value of each
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

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

package io.github.redsync.simulation;

import org.jspecify.annotations.Nullable;

/**
 * 64-bit hashes that identify states. Among ten million states, the probability of a
 * collision is about one in a million.
 */
final class Fingerprint {

	private Fingerprint() {
	}

	/**
	 * Return the fingerprint of a state. It is the same for states that differ only in
	 * the names of the clients. The order of the servers matters: after a split vote, the
	 * client that the first server has granted the lock retries.
	 */
	static long of(BoundedWorld world) {
		long hash = world.hash(false);
		return (world.bounds().clients() == 2) ? Math.min(hash, world.hash(true)) : hash;
	}

	/**
	 * Return the hash of a lock value, which starts with the number of its client.
	 */
	static long ofValue(@Nullable String value, boolean swapped) {
		if (value == null) {
			return 1;
		}
		int client = value.charAt(0) - '0';
		return (swapped ? 1 - client : client) * 100L + 17 + value.substring(1).hashCode() * 1000L;
	}

	static long mix(long hash, long next) {
		long mixed = (hash * 31 + next) * 0x9E3779B97F4A7C15L;
		mixed ^= mixed >>> 29;
		mixed *= 0xBF58476D1CE4E5B9L;
		return mixed ^ (mixed >>> 32);
	}

}

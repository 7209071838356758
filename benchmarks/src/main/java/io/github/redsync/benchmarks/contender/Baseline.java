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

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The minimum that a lock on independent servers requires, written by hand on Lettuce: a
 * concurrent SET to all servers, a result at a majority, and a script that compares and
 * deletes. Omits everything that is only needed for failures: it has no timeouts, does
 * not extend locks, and trusts every server.
 */
final class Baseline implements LockClient {

	private static final String RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then "
			+ "return redis.call('DEL', KEYS[1]) end return 0";

	private final BaselineNodes nodes;

	Baseline(List<String> uris) {
		this.nodes = new BaselineNodes(uris, RELEASE);
	}

	@Override
	public Held lock(String name) throws Exception {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
		while (System.nanoTime() < end) {
			long start = System.nanoTime();
			String value = this.nodes.nextValue();
			if (this.nodes.attempt(name, value).get() && BaselineNodes.isValid(start)) {
				return () -> this.nodes.release(name, value).get();
			}
			this.nodes.release(name, value);
			Thread.sleep(ThreadLocalRandom.current().nextLong(50, 250));
		}
		throw new IllegalStateException("The lock '" + name + "' was not acquired within " + WAIT_MILLIS + " ms");
	}

	@Override
	public void close() {
		this.nodes.close();
	}

}

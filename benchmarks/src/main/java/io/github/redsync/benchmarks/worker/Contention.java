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

package io.github.redsync.benchmarks.worker;

import java.util.concurrent.TimeUnit;

import io.github.redsync.benchmarks.contender.LockClient;
import io.github.redsync.benchmarks.contender.LockClient.Held;
import org.HdrHistogram.Histogram;

/**
 * Load of many threads that repeatedly acquire and release the same lock.
 */
final class Contention {

	private Contention() {
	}

	static Measurements run(LockClient client, WorkerCommand command) throws Exception {
		int threads = command.number("threads");
		String name = command.text("name");
		long nanos = TimeUnit.MILLISECONDS.toNanos(command.number("millis"));
		Histogram[] waits = new Histogram[threads];
		ResourceUsage usage = LoadThreads.run(threads, (thread) -> {
			Histogram histogram = new Histogram(3);
			waits[thread] = histogram;
			return () -> run(client, name, nanos, histogram);
		});
		Histogram all = new Histogram(3);
		long fewest = Long.MAX_VALUE;
		long most = 0;
		for (Histogram histogram : waits) {
			all.add(histogram);
			fewest = Math.min(fewest, histogram.getTotalCount());
			most = Math.max(most, histogram.getTotalCount());
		}
		return new Measurements().with("acquired", all.getTotalCount())
			.with("fewest", fewest)
			.with("most", most)
			.with("longest", all.getMaxValue() / 1e6)
			.with("p99", all.getValueAtPercentile(99) / 1e6)
			.with("cpu", usage.cpuNanos() / 1e3);
	}

	/**
	 * Lock and unlock until the time is over. A wait that has begun before is completed
	 * and recorded.
	 */
	private static void run(LockClient client, String name, long nanos, Histogram waits) throws Exception {
		long end = System.nanoTime() + nanos;
		long before = System.nanoTime();
		while (before < end) {
			Held held = client.lock(name);
			waits.recordValue(System.nanoTime() - before);
			held.release();
			before = System.nanoTime();
		}
	}

}

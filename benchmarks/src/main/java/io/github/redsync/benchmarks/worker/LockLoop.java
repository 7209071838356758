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
import org.HdrHistogram.Histogram;

/**
 * Load of threads that repeatedly acquire and release locks of their own.
 */
final class LockLoop {

	private static final int NAMES_PER_THREAD = 16;

	private LockLoop() {
	}

	static Measurements run(LockClient client, WorkerCommand command) throws Exception {
		int threads = command.number("threads");
		long nanos = TimeUnit.MILLISECONDS.toNanos(command.number("millis"));
		Histogram[] histograms = new Histogram[threads];
		ResourceUsage usage = LoadThreads.run(threads, (thread) -> {
			Histogram histogram = new Histogram(3);
			histograms[thread] = histogram;
			return () -> run(client, names(thread), nanos, histogram);
		});
		Histogram all = new Histogram(3);
		for (Histogram histogram : histograms) {
			all.add(histogram);
		}
		double count = all.getTotalCount();
		return new Measurements().with("count", count)
			.with("p50", all.getValueAtPercentile(50) / 1e3)
			.with("p99", all.getValueAtPercentile(99) / 1e3)
			.with("rate", count / usage.wallNanos() * 1e9)
			.with("cpu", usage.cpuNanos() / count / 1e3)
			.with("bytes", usage.bytes() / count)
			.with("threads", ResourceUsage.now().threads());
	}

	private static String[] names(int thread) {
		String[] names = new String[NAMES_PER_THREAD];
		for (int i = 0; i < names.length; i++) {
			names[i] = "lock-" + thread + "-" + i;
		}
		return names;
	}

	private static void run(LockClient client, String[] names, long nanos, Histogram histogram) throws Exception {
		long end = System.nanoTime() + nanos;
		long before = System.nanoTime();
		for (int i = 0; before < end; i++) {
			client.lock(names[i % names.length]).release();
			long after = System.nanoTime();
			histogram.recordValue(after - before);
			before = after;
		}
	}

}

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

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Resource usage of this process.
 *
 * @param cpuNanos processor time, in nanoseconds
 * @param bytes the allocation of all live threads, in bytes
 * @param threads the number of threads started since the first reading, except those of
 * the loads
 * @param wallNanos wall clock time, in nanoseconds
 */
record ResourceUsage(long cpuNanos, long bytes, long threads, long wallNanos) {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final long INITIAL_THREADS = THREADS.getTotalStartedThreadCount();

	private static final AtomicLong LOAD_THREADS = new AtomicLong();

	static ResourceUsage now() {
		long bytes = Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
			.filter((allocated) -> allocated > 0)
			.sum();
		long threads = THREADS.getTotalStartedThreadCount() - INITIAL_THREADS - LOAD_THREADS.get();
		return new ResourceUsage(SYSTEM.getProcessCpuTime(), bytes, threads, System.nanoTime());
	}

	/**
	 * Start a thread of a load, which is not counted.
	 */
	static void startLoad(Thread thread) {
		LOAD_THREADS.incrementAndGet();
		thread.start();
	}

	ResourceUsage since(ResourceUsage before) {
		return new ResourceUsage(this.cpuNanos - before.cpuNanos, this.bytes - before.bytes,
				this.threads - before.threads, this.wallNanos - before.wallNanos);
	}

}

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redsync.Lease;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.RedsyncListener;

/**
 * Load of one process that extends many leases. Only for this library.
 */
final class ManyLeases {

	private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int BATCH = 500;

	private ManyLeases() {
	}

	static Measurements run(List<String> uris, WorkerCommand command) throws Exception {
		int count = command.number("count");
		long millis = command.number("millis");
		Extensions extensions = new Extensions(millis);
		Redsync.Builder builder = Redsync.builder().listener(extensions);
		uris.forEach(builder::node);
		try (Redsync redsync = builder.build()) {
			List<Lease> leases = acquire(redsync, count);
			extensions.begin();
			ResourceUsage before = ResourceUsage.now();
			Thread.sleep(millis);
			ResourceUsage usage = ResourceUsage.now().since(before);
			long lost = leases.stream().filter((lease) -> !lease.isValid()).count();
			double extended = extensions.succeeded.sum();
			Measurements measured = new Measurements().with("leases", leases.size())
				.with("lost", lost)
				.with("extended", extended)
				.with("failed", extensions.failed.sum())
				.with("cpu", usage.cpuNanos() / extended / 1e3)
				.with("cores", (double) usage.cpuNanos() / usage.wallNanos())
				.with("ownThreads", ownThreads())
				.with("maxSlice", extensions.maxSliceToMean());
			release(leases);
			return measured;
		}
	}

	/**
	 * Acquire the leases in batches, so that they begin in bursts.
	 */
	private static List<Lease> acquire(Redsync redsync, int count) {
		List<Lease> leases = new ArrayList<>();
		while (leases.size() < count) {
			int from = leases.size();
			List<CompletableFuture<Lease>> batch = IntStream.range(from, Math.min(from + BATCH, count))
				.mapToObj((i) -> redsync.newMutex("lease-" + i, (options) -> options.autoExtend(true)).lockAsync())
				.toList();
			batch.forEach((lease) -> leases.add(lease.join()));
		}
		return leases;
	}

	private static void release(List<Lease> leases) {
		List<CompletableFuture<Void>> releases = leases.stream()
			.map(Lease::unlockAsync)
			.map((released) -> released.exceptionally((failure) -> null))
			.toList();
		releases.forEach(CompletableFuture::join);
	}

	private static long ownThreads() {
		long[] ids = ManagementFactory.getThreadMXBean().getAllThreadIds();
		return Stream.of(ManagementFactory.getThreadMXBean().getThreadInfo(ids))
			.filter((thread) -> thread != null && thread.getThreadName().startsWith("redsync-"))
			.count();
	}

	/**
	 * Counts extensions per time slice, to show whether they are spread evenly.
	 */
	private static final class Extensions implements RedsyncListener {

		private final LongAdder succeeded = new LongAdder();

		private final LongAdder failed = new LongAdder();

		private final AtomicLongArray slices;

		private volatile long beginNanos = Long.MAX_VALUE;

		Extensions(long millis) {
			this.slices = new AtomicLongArray((int) (TimeUnit.MILLISECONDS.toNanos(millis) / SLICE_NANOS));
		}

		void begin() {
			this.beginNanos = System.nanoTime();
		}

		@Override
		public void onExtended(Mutex mutex, Lease lease, boolean extended) {
			long elapsed = System.nanoTime() - this.beginNanos;
			int slice = (int) (elapsed / SLICE_NANOS);
			if (this.beginNanos == Long.MAX_VALUE || slice >= this.slices.length()) {
				return;
			}
			(extended ? this.succeeded : this.failed).increment();
			this.slices.incrementAndGet(slice);
		}

		double maxSliceToMean() {
			// Bursts should have spread by the second half
			int half = this.slices.length() / 2;
			long[] counts = IntStream.range(half, this.slices.length()).mapToLong(this.slices::get).toArray();
			return IntStream.range(0, counts.length).mapToLong((i) -> counts[i]).max().orElse(0)
					/ Math.max(1, IntStream.range(0, counts.length).mapToLong((i) -> counts[i]).average().orElse(1));
		}

	}

}

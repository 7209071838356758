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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Runs a load on several threads. The threads begin together, and live until the resource
 * usage has been read.
 */
final class LoadThreads {

	private LoadThreads() {
	}

	/**
	 * Run a load.
	 * @param bodies returns the body of each thread by its index
	 * @return the resource usage, including that of the threads
	 */
	static ResourceUsage run(int threads, IntFunction<Body> bodies) throws Exception {
		CountDownLatch begin = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(threads);
		CountDownLatch end = new CountDownLatch(1);
		AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
		List<Thread> started = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			Body body = bodies.apply(i);
			Thread thread = new Thread(() -> {
				try {
					begin.await();
					body.run();
				}
				catch (Exception ex) {
					failure.set(ex);
				}
				done.countDown();
				awaitQuietly(end);
			}, "load-" + i);
			ResourceUsage.startLoad(thread);
			started.add(thread);
		}
		ResourceUsage before = ResourceUsage.now();
		begin.countDown();
		done.await();
		ResourceUsage usage = ResourceUsage.now().since(before);
		end.countDown();
		for (Thread thread : started) {
			thread.join();
		}
		Exception thrown = failure.get();
		if (thrown != null) {
			throw thrown;
		}
		return usage;
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The body of a thread.
	 */
	@FunctionalInterface
	interface Body {

		void run() throws Exception;

	}

}

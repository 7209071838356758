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

package io.github.redsync.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.contender.LockClient;
import io.github.redsync.test.server.RedisServers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Benchmark of lock and unlock on real servers, for profilers: {@code -prof gc},
 * {@code -prof jfr}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class UncontendedBenchmark {

	/**
	 * Lock and unlock once.
	 * @param connected the contender
	 * @param name a name that no other thread uses
	 * @throws Exception if the lock is not acquired
	 */
	@Benchmark
	public void lockAndUnlock(Connected connected, Name name) throws Exception {
		connected.client.lock(name.name).release();
	}

	/**
	 * A contender that is connected to its own servers.
	 */
	@SuppressWarnings("NullAway.Init")
	@State(Scope.Benchmark)
	public static class Connected {

		/** The contender to measure. */
		@Param({ "BASELINE", "REDSYNC" })
		public Contender contender = Contender.REDSYNC;

		/** The number of servers. */
		@Param({ "1", "5" })
		public int nodes;

		private RedisServers servers;

		private LockClient client;

		/**
		 * Start the servers and connect.
		 */
		@Setup
		public void connect() {
			this.servers = RedisServers.start(this.nodes);
			this.client = this.contender.connect(this.servers.uris());
		}

		/**
		 * Close the connections and end the servers.
		 */
		@TearDown
		public void close() {
			this.client.close();
			this.servers.close();
		}

	}

	/**
	 * A name for each thread.
	 */
	@State(Scope.Thread)
	public static class Name {

		private static final AtomicInteger COUNT = new AtomicInteger();

		private final String name = "lock-" + COUNT.incrementAndGet();

	}

}

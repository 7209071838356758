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

import com.baomidou.lock.spring.boot.autoconfigure.LockAutoConfiguration;
import com.baomidou.lock.spring.boot.autoconfigure.RedisTemplateLockAutoConfiguration;
import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.test.memory.MemoryNodes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Benchmark of a call of an annotated method and of the same code written by hand, in an
 * application with the starter. The nodes are in memory and reply immediately, so that
 * the cost of the annotation is not hidden by the noise of a network.
 */
@SuppressWarnings("NullAway.Init")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AnnotationBenchmark {

	private ConfigurableApplicationContext application;

	private Orders orders;

	private Redsync redsync;

	private long id;

	/**
	 * Start the application.
	 */
	@Setup
	public void start() {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run();
		this.orders = this.application.getBean(Orders.class);
		this.redsync = this.application.getBean(Redsync.class);
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stop() {
		this.application.close();
	}

	/**
	 * Call the annotated method.
	 * @return its result
	 */
	@Benchmark
	public long annotated() {
		return this.orders.charge(this.id++ & 0xff);
	}

	/**
	 * Call the method under a lock that is acquired by hand.
	 * @return the result of the method
	 */
	@Benchmark
	public long programmatic() {
		long order = this.id++ & 0xff;
		try (Lease lease = this.redsync.newMutex("order:" + order, (options) -> options.autoExtend(true)).lock()) {
			long result = this.orders.chargeUnlocked(order);
			lease.ensureHeld();
			return result;
		}
	}

	/**
	 * The application. Excludes the other lock libraries on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { LockAutoConfiguration.class, RedisTemplateLockAutoConfiguration.class })
	static class Application {

		@Bean
		Redsync redsync() {
			return MemoryNodes.create(3).connect();
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	/**
	 * A service.
	 */
	static class Orders {

		@DistributedLock(name = "order:#{#id}")
		long charge(long id) {
			return id;
		}

		long chargeUnlocked(long id) {
			return id;
		}

	}

}

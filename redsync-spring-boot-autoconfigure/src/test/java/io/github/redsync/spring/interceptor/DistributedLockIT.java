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

package io.github.redsync.spring.interceptor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Mutex;
import io.github.redsync.RedsyncListener;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two applications with annotated methods over three servers.
 */
@RedisNodes(count = 3)
class DistributedLockIT {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private RedisServers servers;

	private Stock first;

	private Stock second;

	@BeforeEach
	void setUp(RedisServers servers) {
		this.servers = servers;
		this.first = start("first").getBean(Stock.class);
		this.second = start("second").getBean(Stock.class);
	}

	@AfterEach
	void tearDown() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private ConfigurableApplicationContext start(String name) {
		List<String> arguments = new ArrayList<>(List.of("--spring.application.name=" + name));
		for (int i = 0; i < this.servers.size(); i++) {
			arguments.add("--redsync.nodes[" + i + "].uri=" + this.servers.get(i).uri());
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(arguments.toArray(new String[0]));
		this.contexts.add(context);
		return context;
	}

	@Test
	void callsOfTwoApplicationsForOneNameDoNotOverlap() throws Exception {
		Item item = new Item("42");
		List<Callable<Void>> buyers = new ArrayList<>();
		for (Stock stock : List.of(this.first, this.second, this.first, this.second)) {
			buyers.add(() -> {
				for (int i = 0; i < 10; i++) {
					stock.take(item);
				}
				return null;
			});
		}
		for (Future<Void> buyer : this.executor.invokeAll(buyers, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			buyer.get();
		}
		assertThat(item.taken).isEqualTo(40);
		assertThat(item.mostAtATime).hasValue(1);
		assertNoKeys();
	}

	@Test
	void callForAnotherNameIsNotBlocked() throws Exception {
		Item item = new Item("42");
		CompletableFuture<Void> end = new CompletableFuture<>();
		Future<?> holder = hold(item, end);
		this.second.takeAtOnce(new Item("43"));
		end.complete(null);
		holder.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertNoKeys();
	}

	@Test
	void refusedCallNamesHolderOfLock() throws Exception {
		Item item = new Item("42");
		CompletableFuture<Void> end = new CompletableFuture<>();
		Future<?> holder = hold(item, end);
		awaitKeyEverywhere();
		assertThatExceptionOfType(LockTakenException.class).isThrownBy(() -> this.second.takeAtOnce(item))
			.satisfies((ex) -> assertThat(ex.nodes()).anySatisfy((node) -> assertThat(node.owner()).contains("first")));
		assertThat(item.taken).isZero();
		end.complete(null);
		holder.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		this.second.takeAtOnce(item);
		assertThat(item.taken).isOne();
		assertNoKeys();
	}

	@Test
	void lossOfLockEndsCall() throws Exception {
		Item item = new Item("42");
		CompletableFuture<Void> lost = this.contexts.get(0).getBean(Losses.class).next;
		CompletableFuture<Void> held = new CompletableFuture<>();
		Future<?> holder = this.executor.submit(() -> this.first.holdUntilLost(item, held, lost));
		held.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		awaitKeyEverywhere();
		for (RedisServer server : this.servers) {
			assertThat(server.command("DEL", "stock:42")).isEqualTo(1L);
			server.command("SET", "stock:42", "another client");
		}
		assertThat(holder).failsWithin(LIMIT).withThrowableThat().havingCause().isInstanceOf(LeaseLostException.class);
		assertThat(this.servers)
			.allSatisfy((server) -> assertThat(server.command("GET", "stock:42")).isEqualTo("another client"));
	}

	private Future<?> hold(Item item, CompletableFuture<Void> end) throws Exception {
		CompletableFuture<Void> held = new CompletableFuture<>();
		Future<?> holder = this.executor.submit(() -> this.first.hold(item, held, end));
		held.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		return holder;
	}

	private void awaitKeyEverywhere() {
		// A lock is granted when a majority has replied
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((server) -> assertThat(server.command("EXISTS", "stock:42")).isEqualTo(1L)));
	}

	private void assertNoKeys() {
		// A release ends when a majority has replied
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((server) -> assertThat(server.command("DBSIZE")).isEqualTo(0L)));
	}

	public static final class Item {

		private final String id;

		private final AtomicInteger atATime = new AtomicInteger();

		private final AtomicInteger mostAtATime = new AtomicInteger();

		// Guarded only by the distributed lock
		private volatile int taken;

		Item(String id) {
			this.id = id;
		}

		public String getId() {
			return this.id;
		}

		void take() {
			int now = this.atATime.incrementAndGet();
			this.mostAtATime.accumulateAndGet(now, Math::max);
			int before = this.taken;
			Thread.yield();
			this.taken = before + 1;
			this.atATime.decrementAndGet();
		}

	}

	public static class Stock {

		@DistributedLock(name = "stock:#{#item.id}", waitTime = "30s")
		public void take(Item item) {
			item.take();
		}

		@DistributedLock(name = "stock:#{#item.id}", waitTime = "0s")
		public void takeAtOnce(Item item) {
			item.take();
		}

		@DistributedLock("stock:#{#item.id}")
		public void hold(Item item, CompletableFuture<Void> held, CompletableFuture<Void> end) {
			held.complete(null);
			end.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}

		@DistributedLock(name = "stock:#{#item.id}", expiry = "500ms")
		public void holdUntilLost(Item item, CompletableFuture<Void> held, CompletableFuture<Void> lost) {
			held.complete(null);
			lost.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}

	}

	public static class Losses implements RedsyncListener {

		private final CompletableFuture<Void> next = new CompletableFuture<>();

		@Override
		public void onLost(Mutex mutex, Lease lease, Duration held) {
			this.next.complete(null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ RedsyncAutoConfiguration.class, DistributedLockAutoConfiguration.class })
	static class Application {

		@Bean
		Stock stock() {
			return new Stock();
		}

		@Bean
		Losses losses() {
			return new Losses();
		}

	}

}

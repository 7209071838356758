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

package io.github.redsync.spring.execution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two applications over three servers and one database, with methods of every return
 * type. BlockHound checks the threads that must not block.
 */
@RedisNodes(count = 3)
class LockExecutionIT {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int THREADS = 40;

	private static final int ROUNDS = 3;

	private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private RedisServers servers;

	private Accounts first;

	private Accounts second;

	static {
		// Netty's allocator briefly holds a lock of its own on its event loops
		BlockHound.builder()
			.loadIntegrations()
			.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
			.install();
	}

	@BeforeEach
	void setUp(RedisServers servers) {
		this.servers = servers;
		this.first = start();
		this.second = start();
		this.first.open();
	}

	@AfterEach
	void tearDown() throws InterruptedException {
		this.executor.shutdownNow();
		assertThat(this.executor.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	private Accounts start() {
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < this.servers.size(); i++) {
			arguments.add("--redsync.nodes[" + i + "].uri=" + this.servers.get(i).uri());
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(arguments.toArray(new String[0]));
		this.contexts.add(context);
		return context.getBean(Accounts.class);
	}

	@Test
	void blockedThreadsAreDetected() {
		StepVerifier.create(Mono.fromCallable(() -> {
			Thread.sleep(1);
			return "";
		}).subscribeOn(Schedulers.parallel())).expectError(BlockingOperationError.class).verify(LIMIT);
	}

	@Test
	void updatesOfManyThreadsInTwoApplicationsAreKept() throws Exception {
		List<Callable<Void>> tellers = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			Accounts accounts = (i % 2 == 0) ? this.first : this.second;
			tellers.add(() -> {
				for (int round = 0; round < ROUNDS; round++) {
					accounts.deposit();
				}
				return null;
			});
		}
		for (Future<Void> teller : this.executor.invokeAll(tellers)) {
			teller.get();
		}
		assertThat(this.first.balance()).isEqualTo(THREADS * ROUNDS);
		assertNoKeys();
	}

	@Test
	void nothingBlocksInReactiveChain() {
		Flux<String> deposits = Flux.range(0, 40)
			.flatMap((i) -> ((i % 2 == 0) ? this.first : this.second).depositReactively(), 40);
		// Subscribed to on a thread that must not block
		StepVerifier.create(deposits.subscribeOn(Schedulers.parallel()))
			.expectNextCount(40)
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.first.counted() + this.second.counted()).isEqualTo(40);
		StepVerifier.create(this.first.flux().subscribeOn(Schedulers.parallel()))
			.expectNext("account", "account")
			.expectComplete()
			.verify(LIMIT);
		assertNoKeys();
	}

	@Test
	void cancelledPublishersAndFuturesLeaveNoKey() {
		for (int i = 0; i < 100; i++) {
			Accounts accounts = (i % 2 == 0) ? this.first : this.second;
			Disposable subscription = accounts.holdReactively(i % 7).subscribe();
			CompletableFuture<String> future = accounts.holdLater(i % 7);
			if (i % 10 == 0) {
				awaitSomeKey();
			}
			subscription.dispose();
			future.cancel(true);
		}
		assertNoKeys();
	}

	@Test
	void heldFutureBlocksOtherApplication() {
		CompletableFuture<String> body = this.first.body();
		CompletableFuture<String> future = this.first.depositLater();
		Awaitility.await().atMost(LIMIT).until(() -> this.first.body() != body);
		assertThatExceptionOfType(LockTakenException.class).isThrownBy(this.second::depositAtOnce);
		this.first.body().complete("done");
		assertThat(future).succeedsWithin(LIMIT).isEqualTo("done");
		this.second.depositAtOnce();
		assertNoKeys();
	}

	@Test
	void deletedKeysOfMajorityEndEveryKindOfCall() {
		CompletableFuture<String> body = this.first.body();
		CompletableFuture<String> future = this.first.depositLater();
		Awaitility.await().atMost(LIMIT).until(() -> this.first.body() != body);
		CompletableFuture<Throwable> error = new CompletableFuture<>();
		this.first.holdReactively(1).subscribe((value) -> {
		}, error::complete);
		Future<?> blocking = this.executor.submit(() -> this.first.depositAndAwait());
		awaitKeys(Set.of("account", "hold:1", "other"));
		List.of(0, 1).forEach((index) -> this.servers.get(index).command("FLUSHALL"));
		assertThat(future).failsWithin(LIMIT).withThrowableThat().havingCause().isInstanceOf(LeaseLostException.class);
		assertThat(this.first.body()).isCancelled();
		assertThat(error).succeedsWithin(LIMIT).isInstanceOf(LeaseLostException.class);
		assertThat(blocking).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LeaseLostException.class);
		assertThat(this.first.balance()).isZero();
		assertNoKeys();
	}

	@Test
	void nestedCallsOfEveryKindJoin() {
		assertThat(this.first.nested(this.first)).isEqualTo("account account account");
		assertNoKeys();
	}

	private void awaitSomeKey() {
		Awaitility.await().atMost(LIMIT).until(() -> !this.servers.get(0).command("DBSIZE").equals(0L));
	}

	private void awaitKeys(Set<String> keys) {
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.servers).allSatisfy((server) -> assertThat(keys)
				.allSatisfy((key) -> assertThat(server.command("EXISTS", key)).isEqualTo(1L))));
	}

	private void assertNoKeys() {
		Awaitility.await()
			.atMost(LIMIT)
			.untilAsserted(() -> assertThat(this.servers)
				.allSatisfy((RedisServer server) -> assertThat(server.command("DBSIZE")).isEqualTo(0L)));
	}

	public static class Accounts {

		private final JdbcClient jdbc;

		private volatile CompletableFuture<String> body = new CompletableFuture<>();

		// Guarded only by the distributed lock
		private volatile int counted;

		Accounts(DataSource dataSource) {
			this.jdbc = JdbcClient.create(dataSource);
		}

		void open() {
			this.jdbc.sql("drop table if exists account").update();
			this.jdbc.sql("create table account (balance int)").update();
			this.jdbc.sql("insert into account values (0)").update();
		}

		int balance() {
			return this.jdbc.sql("select balance from account").query(Integer.class).single();
		}

		int counted() {
			return this.counted;
		}

		CompletableFuture<String> body() {
			return this.body;
		}

		@Transactional
		@DistributedLock(name = "account", waitTime = "60s")
		public void deposit() {
			int balance = balance();
			Thread.yield();
			this.jdbc.sql("update account set balance = ?").param(balance + 1).update();
		}

		@DistributedLock(name = "account", waitTime = "0s")
		public void depositAtOnce() {
		}

		@DistributedLock(name = "account", waitTime = "60s")
		public Mono<String> depositReactively() {
			int before = this.counted;
			return LockContext.currentReactive().map(Lease::name).doOnNext((name) -> this.counted = before + 1);
		}

		@DistributedLock(name = "account", waitTime = "60s")
		public Flux<String> flux() {
			return Flux.interval(Duration.ofMillis(1))
				.take(2)
				.flatMap((tick) -> LockContext.currentReactive())
				.map(Lease::name);
		}

		@DistributedLock(name = "hold:#{#id}", expiry = "600ms")
		public Mono<String> holdReactively(int id) {
			return Mono.never();
		}

		@DistributedLock("hold:#{#id}")
		public CompletableFuture<String> holdLater(int id) {
			return new CompletableFuture<>();
		}

		@DistributedLock(name = "account", expiry = "600ms")
		public CompletableFuture<String> depositLater() {
			this.body = new CompletableFuture<>();
			return this.body;
		}

		@Transactional
		@DistributedLock(name = "other", expiry = "600ms")
		public void depositAndAwait() {
			this.jdbc.sql("update account set balance = 1000").update();
			LockContext.current().onLost().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}

		@DistributedLock("account")
		public String nested(Accounts self) {
			return LockContext.current().name() + " " + self.nestedLater(self).join() + " "
					+ self.depositReactively().block(LIMIT);
		}

		@DistributedLock("account")
		public CompletableFuture<String> nestedLater(Accounts self) {
			LockContext.assertHeld("account");
			return CompletableFuture.supplyAsync(() -> "account");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	@ImportAutoConfiguration({ RedsyncAutoConfiguration.class, DistributedLockAutoConfiguration.class })
	static class Application {

		private static final DataSource DATABASE = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.generateUniqueName(true)
			.build();

		@Bean(destroyMethod = "")
		DataSource dataSource() {
			return DATABASE;
		}

		@Bean
		JdbcTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

		@Bean
		Accounts accounts(DataSource dataSource) {
			return new Accounts(dataSource);
		}

	}

}

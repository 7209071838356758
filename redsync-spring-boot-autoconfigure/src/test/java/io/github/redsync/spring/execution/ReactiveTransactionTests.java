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

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for locks around reactive transactions.
 */
class ReactiveTransactionTests {

	private final MemoryLocks locks = new MemoryLocks(Config.class);

	private final Accounts accounts = this.locks.bean(Accounts.class);

	private final RecordingTransactionManager transactions = this.locks.bean(RecordingTransactionManager.class);

	@AfterEach
	void tearDown() {
		this.locks.close();
	}

	@Test
	void lockOutlivesCommit() {
		StepVerifier.create(this.accounts.add()).expectNext("added").expectComplete().verify(MemoryLocks.LIMIT);
		assertThat(this.transactions.events).containsExactly("begin locked", "commit locked");
		this.locks.awaitNoKeys();
		StepVerifier.create(this.accounts.list()).expectNext("a", "b").expectComplete().verify(MemoryLocks.LIMIT);
		assertThat(this.transactions.events).hasSize(4).endsWith("begin locked", "commit locked");
		this.locks.awaitNoKeys();
	}

	@Test
	void lockOutlivesRollback() {
		StepVerifier.create(this.accounts.fail()).expectError(IllegalStateException.class).verify(MemoryLocks.LIMIT);
		assertThat(this.transactions.events).containsExactly("begin locked", "rollback locked");
		this.locks.awaitNoKeys();
	}

	@Test
	void lockOutlivesRollbackOfCancelledChain() {
		Disposable subscription = this.accounts.hang().subscribe();
		this.locks.awaitKeys(Set.of("accounts"));
		Awaitility.await().atMost(MemoryLocks.LIMIT).until(() -> this.transactions.events.contains("begin locked"));
		subscription.dispose();
		this.locks.awaitNoKeys();
		assertThat(this.transactions.events).containsExactly("begin locked", "rollback locked");
	}

	@Test
	void transactionIsRolledBackIfLockIsLost() {
		StepVerifier.create(this.accounts.hang())
			.then(() -> Awaitility.await()
				.atMost(MemoryLocks.LIMIT)
				.until(() -> this.transactions.events.contains("begin locked")))
			.then(() -> this.locks.lose(this.transactions.leases.get(0)))
			.expectError(LeaseLostException.class)
			.verify(MemoryLocks.LIMIT);
		assertThat(this.transactions.events).hasSize(2).last().asString().startsWith("rollback");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Config {

		@Bean
		RecordingTransactionManager transactionManager() {
			return new RecordingTransactionManager();
		}

		@Bean
		Accounts accounts() {
			return new Accounts();
		}

	}

	/**
	 * Records each step and whether the lock is held.
	 */
	static class RecordingTransactionManager extends AbstractReactiveTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient List<String> events = new CopyOnWriteArrayList<>();

		private final transient List<Lease> leases = new CopyOnWriteArrayList<>();

		@Override
		protected Object doGetTransaction(TransactionSynchronizationManager synchronizations) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(TransactionSynchronizationManager synchronizations, Object transaction,
				TransactionDefinition definition) {
			return LockContext.currentReactive().doOnNext(this.leases::add).doOnNext((lease) -> note("begin")).then();
		}

		@Override
		protected Mono<Void> doCommit(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> note("commit"));
		}

		@Override
		protected Mono<Void> doRollback(TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> note("rollback"));
		}

		private void note(String step) {
			Lease lease = this.leases.get(this.leases.size() - 1);
			this.events.add(step + (lease.isValid() ? " locked" : " unlocked"));
		}

	}

	static class Accounts {

		@DistributedLock("accounts")
		@Transactional
		Mono<String> add() {
			return Mono.just("added");
		}

		@DistributedLock("accounts")
		@Transactional
		Flux<String> list() {
			return Flux.just("a", "b");
		}

		@DistributedLock("accounts")
		@Transactional
		Mono<String> fail() {
			return Mono.error(new IllegalStateException("failed"));
		}

		@DistributedLock("accounts")
		@Transactional
		Mono<String> hang() {
			return Mono.never();
		}

	}

}

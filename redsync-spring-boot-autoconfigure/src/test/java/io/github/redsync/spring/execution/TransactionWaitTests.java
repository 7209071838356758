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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.redsync.LockTakenException;
import io.github.redsync.spring.DistributedLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for transactions and locks that wait for each other, as described in
 * docs/annotation.md.
 */
class TransactionWaitTests {

	private final MemoryLocks locks = new MemoryLocks(Accounts.class);

	private final Accounts accounts = this.locks.bean(Accounts.class);

	private final HikariDataSource pool = new HikariDataSource();

	private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));

	private final ExecutorService callers = Executors.newFixedThreadPool(2);

	TransactionWaitTests() {
		this.pool.setJdbcUrl("jdbc:h2:mem:wait");
		this.pool.setConnectionTimeout(250);
	}

	@AfterEach
	void tearDown() throws InterruptedException {
		this.callers.shutdown();
		assertThat(this.callers.awaitTermination(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.pool.close();
		this.locks.close();
	}

	@Test
	void holderGetsNoConnectionWhileWaitersOccupyPool() {
		this.pool.setMaximumPoolSize(2);
		this.accounts.book(() -> {
			callInTransactions();
			assertThatExceptionOfType(CannotCreateTransactionException.class)
				.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				}));
		});
	}

	@Test
	void holderGetsConnectionFromPoolLargerThanWaiters() {
		this.pool.setMaximumPoolSize(3);
		this.accounts.book(() -> {
			callInTransactions();
			assertThatNoException().isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
			}));
		});
	}

	/**
	 * Begin two transactions that need the lock of the caller.
	 */
	private void callInTransactions() {
		CountDownLatch begun = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			this.callers.execute(() -> this.transaction.executeWithoutResult((status) -> {
				begun.countDown();
				this.accounts.book(() -> {
				});
			}));
		}
		try {
			assertThat(begun.await(MemoryLocks.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void publisherThatTransactionBlocksOnDoesNotJoinItsLock() {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.book(() -> {
			});
			assertThatExceptionOfType(LockTakenException.class)
				.isThrownBy(() -> this.accounts.bookLater().block(MemoryLocks.LIMIT));
		});
		assertThat(this.accounts.bookLater().block(MemoryLocks.LIMIT)).isEqualTo("booked");
	}

	@Test
	void publisherThatLockedMethodBlocksOnJoinsItsLock() {
		this.accounts.book(() -> this.transaction.executeWithoutResult(
				(status) -> assertThat(this.accounts.bookLater().block(MemoryLocks.LIMIT)).isEqualTo("booked")));
	}

	static class Accounts {

		@DistributedLock("account")
		void book(Runnable body) {
			body.run();
		}

		@DistributedLock(name = "account", waitTime = "0s")
		Mono<String> bookLater() {
			return Mono.just("booked");
		}

	}

}

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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import io.github.redsync.LeaseLostException;
import io.github.redsync.LockTakenException;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.OnLost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the order of lock and transaction.
 */
class DistributedLockTransactionTests {

	private AnnotationConfigApplicationContext context;

	private FakeRedsync redsync;

	private Accounts accounts;

	private TransactionTemplate transaction;

	@BeforeEach
	void setUp() {
		this.context = new AnnotationConfigApplicationContext(Config.class);
		this.redsync = this.context.getBean(FakeRedsync.class);
		this.accounts = this.context.getBean(Accounts.class);
		this.transaction = new TransactionTemplate(this.context.getBean(RecordingTransactionManager.class));
	}

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void lockIsOutsideOfTransaction() {
		this.accounts.add("a");
		assertThat(this.redsync.events()).containsExactly("lock accounts", "begin", "body", "commit",
				"unlock accounts");
		assertThat(this.accounts.count()).isOne();
	}

	@Test
	void lockIsReleasedAfterRollback() {
		IllegalStateException failure = new IllegalStateException("failed");
		assertThatException().isThrownBy(() -> this.accounts.fail(failure)).isSameAs(failure);
		assertThat(this.redsync.events()).containsExactly("lock accounts", "begin", "body", "rollback",
				"unlock accounts");
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void releaseWaitsForCallersTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.redsync.happened("after");
		});
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "after", "commit",
				"unlock accounts");
	}

	@Test
	void releaseWaitsForCallersTransactionAfterFailure() {
		this.transaction.executeWithoutResult((status) -> {
			assertThatException().isThrownBy(() -> this.accounts.addWithoutTransaction("a", new IOException("failed")))
				.isInstanceOf(IOException.class);
			this.redsync.happened("after");
		});
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "after", "commit",
				"unlock accounts");
	}

	@Test
	void callsInOneTransactionShareLock() {
		this.transaction.executeWithoutResult((status) -> List.of("a", "b").forEach(this.accounts::add));
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "body", "commit",
				"unlock accounts");
	}

	@Test
	void locksOfOneTransactionAreReleasedAfterIt() {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.byName("a");
			this.accounts.byName("b");
		});
		assertThat(this.redsync.events()).startsWith("begin", "lock account:a", "body", "lock account:b", "body",
				"commit");
		assertThat(this.redsync.held).isEmpty();
	}

	@Test
	void innerTransactionReleasesItsLockBeforeOuterEnds() {
		this.transaction.executeWithoutResult((status) -> this.accounts.addInNewTransaction("a", this.accounts));
		assertThat(this.redsync.events()).containsExactly("begin", "begin", "lock accounts", "body", "commit",
				"unlock accounts", "commit");
	}

	@Test
	void lossOfLockPreventsCommit() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
				this.accounts.add("a");
				this.redsync.lose("accounts");
			}))
			.withMessage("The lock 'accounts' was lost");
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "lose accounts",
				"rollback");
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void lossOfLockDuringCallEndsItInLeaseLostException() {
		this.transaction.executeWithoutResult((status) -> {
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.accounts.lose(this.redsync));
			status.setRollbackOnly();
		});
		assertThat(this.redsync.events()).endsWith("lose accounts", "rollback");
	}

	@Test
	void lostLockPreventsFurtherCallsOfTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.redsync.lose("accounts");
			assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.accounts.add("b"));
			status.setRollbackOnly();
		});
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "lose accounts",
				"rollback");
	}

	@Test
	void innerTransactionSharesLockOfSuspendedTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.accounts.addInNewTransaction("b", this.accounts);
		});
		assertThat(this.redsync.events()).containsExactly("begin", "lock accounts", "body", "begin", "body", "commit",
				"commit", "unlock accounts");
	}

	@Test
	void innerTransactionDoesNotCommitAfterLoss() {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> this.accounts.addAndLose("a"))
			.withMessage("The lock 'accounts' was lost");
		assertThat(this.redsync.events()).containsExactly("lock accounts", "begin", "body", "lose accounts",
				"rollback");
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void transactionOfTemplateDoesNotCommitAfterLoss() {
		assertThatExceptionOfType(LeaseLostException.class)
			.isThrownBy(() -> this.accounts.call(() -> this.transaction.executeWithoutResult((status) -> {
				this.accounts.insert("a");
				this.redsync.lose("accounts");
			})));
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void innerTransactionCommitsIfLossIsIgnored() {
		this.accounts.addAndLoseWhatever("a");
		assertThat(this.redsync.events()).containsExactly("lock accounts", "begin", "body", "lose accounts", "commit");
		assertThat(this.accounts.count()).isOne();
	}

	@Test
	void callersTransactionCommitsIfLossIsIgnored() {
		this.transaction.executeWithoutResult((status) -> this.accounts.addAndLoseWhatever("a"));
		assertThat(this.accounts.count()).isOne();
	}

	@Test
	void refusedLockDoesNotEndCallersTransaction() {
		this.redsync.take("accounts");
		this.transaction.executeWithoutResult((status) -> assertThatExceptionOfType(LockTakenException.class)
			.isThrownBy(() -> this.accounts.addWithoutTransaction("a", null)));
		assertThat(this.redsync.events()).containsExactly("begin", "refuse accounts", "commit");
	}

	@Test
	void callAfterCompletionReleasesImmediately() {
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCompletion(int status) {
						DistributedLockTransactionTests.this.accounts.byName("a");
					}

				}));
		assertThat(this.redsync.events()).containsExactly("begin", "commit", "lock account:a", "body",
				"unlock account:a");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Config {

		@Bean
		static DistributedLockBeanPostProcessor distributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory,
				ObjectProvider<Redsync> redsync) {
			return new DistributedLockBeanPostProcessor(beanFactory, redsync);
		}

		@Bean
		FakeRedsync redsync() {
			return new FakeRedsync();
		}

		@Bean(destroyMethod = "shutdown")
		DataSource dataSource() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		}

		@Bean
		RecordingTransactionManager transactionManager(DataSource dataSource, FakeRedsync redsync) {
			return new RecordingTransactionManager(dataSource, redsync);
		}

		@Bean
		Accounts accounts(DataSource dataSource, FakeRedsync redsync) {
			JdbcClient jdbc = JdbcClient.create(dataSource);
			jdbc.sql("create table account (name varchar(10))").update();
			return new Accounts(jdbc, redsync);
		}

	}

	static class RecordingTransactionManager extends JdbcTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient FakeRedsync redsync;

		RecordingTransactionManager(DataSource dataSource, FakeRedsync redsync) {
			super(dataSource);
			this.redsync = redsync;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.redsync.happened("begin");
			super.doBegin(transaction, definition);
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			super.doCommit(status);
			this.redsync.happened("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			super.doRollback(status);
			this.redsync.happened("rollback");
		}

	}

	public static class Accounts {

		private final JdbcClient jdbc;

		private final FakeRedsync redsync;

		Accounts(JdbcClient jdbc, FakeRedsync redsync) {
			this.jdbc = jdbc;
			this.redsync = redsync;
		}

		@Transactional
		@DistributedLock("accounts")
		public void add(String name) {
			this.redsync.happened("body");
			this.jdbc.sql("insert into account values (?)").param(name).update();
		}

		@Transactional
		@DistributedLock("accounts")
		public void fail(RuntimeException failure) {
			add("a");
			throw failure;
		}

		@DistributedLock("accounts")
		public void addWithoutTransaction(String name, IOException failure) throws IOException {
			add(name);
			if (failure != null) {
				throw failure;
			}
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void addInNewTransaction(String name, Accounts self) {
			self.add(name);
		}

		@DistributedLock("account:#{#name}")
		public void byName(String name) {
			this.redsync.happened("body");
		}

		@DistributedLock("accounts")
		public void lose(FakeRedsync redsync) {
			redsync.lose("accounts");
		}

		@Transactional
		@DistributedLock("accounts")
		public void addAndLose(String name) {
			add(name);
			this.redsync.lose("accounts");
		}

		@Transactional
		@DistributedLock(name = "accounts", onLost = OnLost.IGNORE)
		public void addAndLoseWhatever(String name) {
			addAndLose(name);
		}

		@DistributedLock("accounts")
		public void call(Runnable body) {
			body.run();
		}

		@DistributedLock(name = "accounts", onLost = OnLost.IGNORE)
		public void callWhatever(Runnable body) {
			body.run();
		}

		@DistributedLock("accounts")
		public CompletableFuture<Void> callLater(Runnable body) {
			body.run();
			return CompletableFuture.completedFuture(null);
		}

		public void insert(String name) {
			this.jdbc.sql("insert into account values (?)").param(name).update();
		}

		public int count() {
			return this.jdbc.sql("select count(*) from account").query(Integer.class).single();
		}

	}

}

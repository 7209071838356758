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

import javax.sql.DataSource;

import io.github.redsync.LeaseLostException;
import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.Accounts;
import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.Config;
import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.RecordingTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for transactions that must not commit, because a call inside of them has lost its
 * lock, and for those that may.
 */
class CommitWithoutLockTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Config.class);

	private final FakeRedsync redsync = this.context.getBean(FakeRedsync.class);

	private final Accounts accounts = this.context.getBean(Accounts.class);

	private final TransactionTemplate transaction = template(TransactionDefinition.PROPAGATION_REQUIRED);

	private final TransactionTemplate newTransaction = template(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@Test
	void newTransactionThatJoinsLockDoesNotCommitAfterLoss() {
		this.transaction.executeWithoutResult((outer) -> {
			this.accounts.call(() -> {
			});
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> this.newTransaction.executeWithoutResult((inner) -> {
					this.accounts.add("a");
					this.redsync.lose("accounts");
				}));
			outer.setRollbackOnly();
		});
		assertThat(this.redsync.events()).endsWith("lose accounts", "rollback", "rollback");
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void newTransactionOfJoinedFutureDoesNotCommitAfterLoss() {
		this.transaction.executeWithoutResult((outer) -> {
			this.accounts.call(() -> {
			});
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> this.newTransaction.executeWithoutResult((inner) -> {
					assertThat(this.accounts.callLater(() -> this.accounts.insert("a")))
						.succeedsWithin(Duration.ofSeconds(30));
					this.redsync.lose("accounts");
				}));
			outer.setRollbackOnly();
		});
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void newTransactionThatDoesNotNeedLostLockCommits() {
		this.transaction.executeWithoutResult((outer) -> {
			this.accounts.call(() -> {
			});
			this.newTransaction.executeWithoutResult((inner) -> {
				this.accounts.insert("a");
				this.redsync.lose("accounts");
			});
			outer.setRollbackOnly();
		});
		assertThat(this.accounts.count()).isOne();
	}

	@Test
	void savepointIsNotReleasedAfterLoss() {
		TransactionTemplate nested = template(TransactionDefinition.PROPAGATION_NESTED);
		this.transaction.executeWithoutResult((outer) -> {
			assertThatExceptionOfType(LeaseLostException.class)
				.isThrownBy(() -> nested.executeWithoutResult((inner) -> {
					this.accounts.add("a");
					this.redsync.lose("accounts");
				}));
			outer.setRollbackOnly();
		});
		assertThat(this.accounts.count()).isZero();
	}

	@Test
	void callThatJoinsLockOfIgnoringCallKeepsItsOwnPolicy() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.callWhatever(() -> this.accounts.insert("a"));
			this.accounts.add("b");
			this.redsync.lose("accounts");
		}));
	}

	@Test
	void callInsideOfIgnoringCallKeepsItsOwnPolicy() {
		assertDoesNotCommit(() -> this.accounts.callWhatever(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.redsync.lose("accounts");
		})));
	}

	@Test
	void ignoringCallThatJoinsKeepsPolicyOfOthers() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.accounts.callWhatever(() -> {
			});
			this.redsync.lose("accounts");
		}));
	}

	@Test
	void reacquiredLockPreventsCommit() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			this.redsync.reacquire("accounts");
		}));
		assertDoesNotCommit(() -> this.accounts.call(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.insert("a");
			this.redsync.reacquire("accounts");
		})));
	}

	@Test
	void lossInLastSynchronizationPreventsCommit() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			beforeCommit(() -> this.redsync.lose("accounts"));
		}));
	}

	@Test
	void lossOfLockAcquiredInSynchronizationPreventsCommit() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> beforeCommit(() -> {
			this.accounts.add("a");
			this.redsync.lose("accounts");
		})));
	}

	@Test
	void lossBeforeCompletionPreventsCommit() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.add("a");
			beforeCompletion(() -> this.redsync.lose("accounts"));
		}));
	}

	@Test
	void lossOfLockAcquiredBeforeCompletionPreventsCommit() {
		assertDoesNotCommit(() -> this.transaction.executeWithoutResult((status) -> {
			this.accounts.byName("first");
			beforeCompletion(() -> {
				this.accounts.add("a");
				this.redsync.lose("accounts");
			});
		}));
		assertThat(this.redsync.held).isEmpty();
	}

	@Test
	void transactionInsideOfAnotherDoesNotCommitAfterLoss() {
		TransactionTemplate other = new TransactionTemplate(
				new RecordingTransactionManager(this.context.getBean(DataSource.class), this.redsync));
		assertDoesNotCommit(
				() -> other.executeWithoutResult((outer) -> this.transaction.executeWithoutResult((inner) -> {
					this.accounts.add("a");
					this.redsync.lose("accounts");
				})));
	}

	private void assertDoesNotCommit(Runnable work) {
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(work::run);
		assertThat(this.redsync.events()).doesNotContain("commit");
		assertThat(this.accounts.count()).isZero();
	}

	private TransactionTemplate template(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.context.getBean(RecordingTransactionManager.class));
		template.setPropagationBehavior(propagation);
		return template;
	}

	private static void beforeCommit(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public int getOrder() {
				return Ordered.LOWEST_PRECEDENCE;
			}

			@Override
			public void beforeCommit(boolean readOnly) {
				action.run();
			}

		});
	}

	private static void beforeCompletion(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCompletion() {
				action.run();
			}

		});
	}

}

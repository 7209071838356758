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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CommitGuard} and {@link TransactionManagerCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TransactionManagerCheckTests {

	private final DataSourceTransactionManager manager = new DataSourceTransactionManager();

	@Test
	void managerWithoutSynchronizationIsReportedOnce(CapturedOutput output) {
		this.manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		CommitGuard.guard(this.manager);
		CommitGuard.guard(this.manager);
		assertThat(output).containsOnlyOnce(DataSourceTransactionManager.class.getName()
				+ " has transactionSynchronization NEVER, so a lock that is acquired inside of one of its "
				+ "transactions is released before the commit: set it to ON_ACTUAL_TRANSACTION");
		assertThat(this.manager.getTransactionExecutionListeners()).hasSize(1);
	}

	@Test
	void managerWithoutSynchronizationIsReportedBehindProxy(CapturedOutput output) {
		this.manager.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
		CommitGuard.guard(new ProxyFactory(this.manager).getProxy());
		assertThat(output).contains(DataSourceTransactionManager.class.getName() + " has transactionSynchronization");
	}

	@Test
	void managerWithoutCommitEventsIsReported(CapturedOutput output) {
		CommitGuard.guard(mock(PlatformTransactionManager.class));
		assertThat(output).contains("does not implement ConfigurableTransactionManager");
	}

	@Test
	void managerThatSynchronizesActualTransactionsIsAccepted(CapturedOutput output) {
		this.manager
			.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_ON_ACTUAL_TRANSACTION);
		CommitGuard.guard(this.manager);
		CommitGuard.guard("no transaction manager");
		assertThat(output).isEmpty();
	}

}

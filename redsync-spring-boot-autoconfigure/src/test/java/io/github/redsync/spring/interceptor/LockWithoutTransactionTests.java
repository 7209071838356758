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

import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.Accounts;
import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.Config;
import io.github.redsync.spring.interceptor.DistributedLockTransactionTests.RecordingTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for locks in scopes with transaction synchronization but without a transaction.
 */
class LockWithoutTransactionTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Config.class);

	private final FakeRedsync redsync = this.context.getBean(FakeRedsync.class);

	private final Accounts accounts = this.context.getBean(Accounts.class);

	private final TransactionTemplate transaction = new TransactionTemplate(
			this.context.getBean(RecordingTransactionManager.class));

	@AfterEach
	void tearDown() {
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { TransactionDefinition.PROPAGATION_SUPPORTS, TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
			TransactionDefinition.PROPAGATION_NEVER })
	void lockIsReleasedAtEndOfMethod(int propagation) {
		scope(propagation).executeWithoutResult((status) -> {
			assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isTrue();
			this.accounts.byName("a");
			assertThat(this.redsync.held).isEmpty();
		});
	}

	@Test
	void lockIsReleasedInScopeThatSuspendsTransaction() {
		this.transaction.executeWithoutResult((outer) -> {
			this.accounts.byName("kept");
			scope(TransactionDefinition.PROPAGATION_NOT_SUPPORTED).executeWithoutResult((status) -> {
				this.accounts.byName("a");
				this.accounts.byName("kept");
				assertThat(this.redsync.held).containsOnlyKeys("account:kept");
			});
			this.accounts.byName("b");
			assertThat(this.redsync.held).containsOnlyKeys("account:kept", "account:b");
		});
		assertThat(this.redsync.held).isEmpty();
	}

	@Test
	void transactionInsideOfScopeKeepsItsLocks() {
		scope(TransactionDefinition.PROPAGATION_SUPPORTS)
			.executeWithoutResult((status) -> this.transaction.executeWithoutResult((inner) -> {
				this.accounts.byName("a");
				assertThat(this.redsync.held).containsOnlyKeys("account:a");
			}));
		assertThat(this.redsync.held).isEmpty();
	}

	private TransactionTemplate scope(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.context.getBean(RecordingTransactionManager.class));
		template.setPropagationBehavior(propagation);
		return template;
	}

}

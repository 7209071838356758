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
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for locks in a test that is itself a transaction, as described in
 * docs/testing.md.
 */
@SpringJUnitConfig(Config.class)
@Transactional
class TransactionalTestTests {

	@Autowired
	private FakeRedsync redsync;

	@Autowired
	private Accounts accounts;

	private boolean kept;

	@Test
	void lockIsKeptUntilTestHasEnded() {
		this.accounts.add("a");
		this.accounts.byName("b");
		assertThat(this.redsync.held).containsOnlyKeys("accounts", "account:b");
		this.kept = true;
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void lockIsReleasedAtEndOfMethodWithoutTransaction() {
		this.accounts.byName("b");
		assertThat(this.redsync.held).isEmpty();
	}

	@AfterTransaction
	void assertReleased() {
		assertThat(this.kept).isTrue();
		assertThat(this.redsync.held).isEmpty();
	}

}

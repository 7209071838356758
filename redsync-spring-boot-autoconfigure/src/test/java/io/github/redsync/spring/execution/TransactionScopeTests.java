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
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import io.github.redsync.Redsync;
import io.github.redsync.spring.scope.SharedLease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TransactionScope} in transactions begun elsewhere, such as those of
 * JTA, which complete later and possibly on another thread.
 */
class TransactionScopeTests {

	private final SharedLease first = lease();

	private final SharedLease second = lease();

	@BeforeEach
	void begin() {
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
	}

	@AfterEach
	void tearDown() {
		TransactionSynchronizationManager.clear();
	}

	@Test
	void leaseIsReleasedByCompletionOnAnotherThread() {
		TransactionScope.hold(this.first, true);
		this.first.leave();
		TransactionSynchronization scope = end();
		assertThat(this.first.isReleased()).isFalse();
		CompletableFuture.runAsync(() -> scope.afterCompletion(TransactionSynchronization.STATUS_COMMITTED)).join();
		assertThat(this.first.isReleased()).isTrue();
		assertThat(TransactionScope.heldByThread()).isEmpty();
	}

	@Test
	void lockOfIncompleteTransactionIsChecked() {
		TransactionScope.hold(this.first, true);
		TransactionSynchronization scope = end();
		willThrow(new LeaseLostException("lost", List.of(), null)).given(this.first.lease()).ensureHeld();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(TransactionScope::ensureHeld);
		scope.afterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK);
		TransactionScope.ensureHeld();
	}

	@Test
	void furtherScopeOfSameTransactionHoldsItsOwnLeases() {
		TransactionScope.hold(this.first, true);
		TransactionSynchronization before = end();
		begin();
		TransactionScope.hold(this.second, true);
		assertThat(TransactionScope.heldByThread()).containsExactly(this.first, this.second);
		TransactionSynchronization after = end();
		assertThat(after).isNotSameAs(before);
		after.afterCompletion(TransactionSynchronization.STATUS_COMMITTED);
		assertThat(TransactionScope.heldByThread()).containsExactly(this.first);
		before.afterCompletion(TransactionSynchronization.STATUS_COMMITTED);
		assertThat(TransactionScope.heldByThread()).isEmpty();
	}

	@Test
	void participatingScopeIsCheckedAtItsEnd() {
		TransactionScope.hold(this.first, true);
		TransactionSynchronization scope = TransactionSynchronizationManager.getSynchronizations().get(0);
		willThrow(new LeaseLostException("lost", List.of(), null)).given(this.first.lease()).ensureHeld();
		assertThatExceptionOfType(LeaseLostException.class).isThrownBy(() -> scope.beforeCommit(false));
		scope.afterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK);
	}

	/**
	 * End Spring's scope, but not the transaction.
	 */
	private static TransactionSynchronization end() {
		TransactionSynchronization scope = TransactionSynchronizationManager.getSynchronizations().get(0);
		scope.beforeCommit(false);
		scope.beforeCompletion();
		TransactionSynchronizationManager.clear();
		return scope;
	}

	private static SharedLease lease() {
		Lease lease = mock();
		given(lease.unlockAsync()).willReturn(CompletableFuture.completedFuture(null));
		return new SharedLease(mock(Redsync.class), lease);
	}

}

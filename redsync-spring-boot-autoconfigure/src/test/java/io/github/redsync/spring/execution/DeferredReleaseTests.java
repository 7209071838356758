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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.scope.SharedLease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link DeferredRelease} and {@link TransactionScope}.
 */
@Timeout(20)
class DeferredReleaseTests {

	private final LossPolicy losses = new LossPolicy(OnLost.THROW);

	@Test
	void leasesOfTransactionAreReleasedConcurrently() {
		List<Lease> leases = Stream.generate(DeferredReleaseTests::hangingLease).limit(3).toList();
		transaction().executeWithoutResult((status) -> leases.forEach((lease) -> {
			SharedLease shared = new SharedLease(mock(Redsync.class), lease);
			TransactionLeases.hold(shared, this.losses);
			shared.leave();
		}));
		assertThat(leases).allSatisfy((lease) -> {
			then(lease).should().unlockAsync();
			then(lease).should(never()).unlock();
		});
	}

	@Test
	void completedTransactionHoldsNoLease() {
		SharedLease shared = new SharedLease(mock(Redsync.class), hangingLease());
		transaction().executeWithoutResult((status) -> {
			TransactionLeases.hold(shared, this.losses);
			TransactionLeases.hold(shared, this.losses);
			assertThat(TransactionScope.heldByThread()).containsExactly(shared);
		});
		assertThat(TransactionScope.heldByThread()).isEmpty();
		shared.leave();
		then(shared.lease()).should().unlock();
	}

	@Test
	void releaseIsAwaited() {
		CompletableFuture<Void> release = new CompletableFuture<>();
		CompletableFuture.runAsync(() -> release.complete(null));
		DeferredRelease.await(release, TimeUnit.MINUTES.toMillis(1));
		assertThat(release).isDone();
	}

	@Test
	void interruptDoesNotEndWait() {
		CompletableFuture<Void> release = new CompletableFuture<>();
		Thread.currentThread().interrupt();
		CompletableFuture.runAsync(() -> release.complete(null));
		DeferredRelease.await(release, TimeUnit.MINUTES.toMillis(1));
		assertThat(release).isDone();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void releaseThatTakesTooLongIsNotAwaited() {
		CompletableFuture<Void> release = new CompletableFuture<>();
		DeferredRelease.await(release, 1);
		assertThat(release).isNotDone();
	}

	private static Lease hangingLease() {
		Lease lease = mock();
		given(lease.isValid()).willReturn(true);
		given(lease.unlockAsync()).willReturn(new CompletableFuture<>());
		return lease;
	}

	private static TransactionTemplate transaction() {
		return new TransactionTemplate(
				new DataSourceTransactionManager(new SingleConnectionDataSource("jdbc:h2:mem:deferred", true)));
	}

}

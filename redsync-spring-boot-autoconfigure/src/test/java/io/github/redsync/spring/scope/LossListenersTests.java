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

package io.github.redsync.spring.scope;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link LossListeners}.
 */
class LossListenersTests {

	private final Lease lease = mock(Lease.class);

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private final LeaseLostException lost = new LeaseLostException("lost", List.of(), null);

	private final LossListeners listeners = new LossListeners(this.lease);

	@BeforeEach
	void prepare() {
		given(this.lease.onLost()).willReturn(this.loss);
	}

	@Test
	void listenersOfEndedCallsAreRemoved() {
		for (int i = 0; i < 1_000; i++) {
			this.listeners.add().cancel(false);
		}
		assertThat(this.listeners.count()).isZero();
		verify(this.lease, times(1)).onLost();
	}

	@Test
	void lossIsReportedToRemainingListeners() {
		CompletableFuture<LeaseLostException> first = this.listeners.add();
		CompletableFuture<LeaseLostException> second = this.listeners.add();
		first.cancel(false);
		this.loss.complete(this.lost);
		assertThat(first).isCancelled();
		assertThat(second).isCompletedWithValue(this.lost);
		assertThat(this.listeners.count()).isZero();
	}

	@Test
	void lossBeforeCallIsReportedImmediately() {
		this.listeners.add();
		this.loss.complete(this.lost);
		assertThat(this.listeners.add()).isCompletedWithValue(this.lost);
	}

}

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

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.spring.scope.SharedLease;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Futures and publishers behind a declared type that does not show them.
 */
class LateResultTests {

	private final Lease lease = mock(Lease.class);

	private final SharedLease shared = new SharedLease(mock(Redsync.class), this.lease);

	private final MethodInvocation invocation = mock(MethodInvocation.class);

	@BeforeEach
	void prepare() throws NoSuchMethodException {
		given(this.lease.unlockAsync()).willReturn(CompletableFuture.completedFuture(null));
		given(this.lease.isValid()).willReturn(true);
		given(this.invocation.getMethod()).willReturn(Object.class.getMethod("toString"));
	}

	@Test
	void stageKeepsLeaseUntilItCompletes() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		LateResult.holdUntilComplete(Optional.of(stage), this.invocation, this.shared);
		this.shared.leave();
		verify(this.lease, never()).unlock();
		verify(this.lease, never()).unlockAsync();
		stage.complete("done");
		verify(this.lease).unlockAsync();
	}

	@Test
	void publisherIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> LateResult.holdUntilComplete(Mono.just("late"), this.invocation, this.shared))
			.withMessageContaining("declare the type of the future or publisher");
	}

	@Test
	void futureThatIsNoStageIsCancelledAndRefused() {
		FutureTask<String> task = new FutureTask<>(() -> "late");
		assertThatIllegalStateException()
			.isThrownBy(() -> LateResult.holdUntilComplete(task, this.invocation, this.shared));
		assertThat(task.isCancelled()).isTrue();
	}

	@Test
	void completeResultIsAccepted() {
		LateResult.holdUntilComplete(CompletableFuture.completedFuture("done"), this.invocation, this.shared);
		LateResult.holdUntilComplete("text", this.invocation, this.shared);
		LateResult.holdUntilComplete(null, this.invocation, this.shared);
		this.shared.leave();
		verify(this.lease).unlock();
	}

}

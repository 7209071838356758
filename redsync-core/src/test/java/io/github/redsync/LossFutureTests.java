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

package io.github.redsync;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LossFutureTests {

	private final CompletableFuture<LeaseLostException> loss = new CompletableFuture<>();

	private final LossFuture future = LossFuture.of(this.loss, Runnable::run);

	private final LeaseLostException lost = new LeaseLostException("lost", List.of(), null);

	@Test
	void callersCannotCompleteFuture() {
		assertThat(this.future.complete(this.lost)).isFalse();
		assertThat(this.future.completeExceptionally(new IllegalStateException())).isFalse();
		assertThat(this.future.cancel(true)).isFalse();
		assertThat(this.future).isNotDone();
	}

	@Test
	void lossCompletesFuture() {
		CompletableFuture<String> message = this.future.thenApply(LeaseLostException::getMessage);
		this.loss.complete(this.lost);
		assertThat(this.future).isCompletedWithValue(this.lost);
		assertThat(message).isCompletedWithValue("lost");
	}

	@Test
	void timeoutOfOneCallerDoesNotReachOthers() {
		assertThat(this.future.orTimeout(1, TimeUnit.MILLISECONDS)).failsWithin(10, TimeUnit.SECONDS);
		assertThat(this.future).isNotDone();
	}

}

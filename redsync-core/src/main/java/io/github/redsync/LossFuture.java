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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The future of the loss of a lease. All callers share it, so they cannot complete or
 * cancel it. Dependent actions run on a callback thread. Thread-safe.
 */
final class LossFuture extends CompletableFuture<LeaseLostException> {

	private LossFuture() {
	}

	static LossFuture of(CompletableFuture<LeaseLostException> loss, Executor callbacks) {
		LossFuture future = new LossFuture();
		loss.thenAcceptAsync(future::report, callbacks);
		return future;
	}

	private void report(LeaseLostException loss) {
		super.complete(loss);
	}

	@Override
	public boolean complete(LeaseLostException value) {
		return false;
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		return false;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return false;
	}

	@Override
	public void obtrudeValue(LeaseLostException value) {
		throw new UnsupportedOperationException("The future of a loss cannot be completed by its users");
	}

	@Override
	public void obtrudeException(Throwable failure) {
		throw new UnsupportedOperationException("The future of a loss cannot be completed by its users");
	}

	@Override
	public CompletableFuture<LeaseLostException> orTimeout(long timeout, TimeUnit unit) {
		return copy().orTimeout(timeout, unit);
	}

	@Override
	public CompletableFuture<LeaseLostException> completeOnTimeout(LeaseLostException value, long timeout,
			TimeUnit unit) {
		return copy().completeOnTimeout(value, timeout, unit);
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}

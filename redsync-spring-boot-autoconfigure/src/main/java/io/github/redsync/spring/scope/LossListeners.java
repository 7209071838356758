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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redsync.Lease;
import io.github.redsync.LeaseLostException;
import org.jspecify.annotations.Nullable;

/**
 * The listeners for the loss of one lease. A lease may be held for hours and shared by
 * any number of calls, so a listener is removed when its call ends. Thread-safe.
 */
final class LossListeners {

	private final Lease lease;

	private final AtomicBoolean listening = new AtomicBoolean();

	private final Set<CompletableFuture<LeaseLostException>> futures = ConcurrentHashMap.newKeySet();

	private volatile @Nullable LeaseLostException loss;

	LossListeners(Lease lease) {
		this.lease = lease;
	}

	CompletableFuture<LeaseLostException> add() {
		CompletableFuture<LeaseLostException> future = new CompletableFuture<>();
		this.futures.add(future);
		future.whenComplete((lost, cancelled) -> this.futures.remove(future));
		if (this.listening.compareAndSet(false, true)) {
			this.lease.onLost().thenAccept(this::report);
		}
		LeaseLostException known = this.loss;
		if (known != null) {
			future.complete(known);
		}
		return future;
	}

	private void report(LeaseLostException lost) {
		this.loss = lost;
		this.futures.forEach((future) -> future.complete(lost));
	}

	int count() {
		return this.futures.size();
	}

}

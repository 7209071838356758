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

import org.jspecify.annotations.Nullable;

/**
 * The future of a lease that a caller gets. Cancelling or completing it cancels the
 * acquisition. A lock that is granted nevertheless is released.
 */
final class LeaseFuture extends CompletableFuture<Lease> {

	private final LeaseCall call;

	LeaseFuture(LeaseCall call) {
		this.call = call;
		whenComplete((lease, failure) -> {
			if (lease == null) {
				call.cancel();
			}
		});
	}

	void end(@Nullable AbstractLease lease, @Nullable Throwable failure) {
		if (lease == null) {
			completeExceptionally(
					(failure != null) ? failure : new IllegalStateException("The acquisition ended without a lease"));
		}
		else {
			end(lease);
		}
	}

	private void end(AbstractLease lease) {
		try {
			lease.ensureInTime();
			if (!complete(lease)) {
				this.call.cancel();
			}
		}
		catch (LockNotAcquiredException ex) {
			completeExceptionally(ex);
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}

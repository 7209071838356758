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

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.redsync.node.NodeResult;
import io.github.redsync.quorum.Quorum;
import io.github.redsync.quorum.Terms;

/**
 * A {@link Mutex} over a {@link Quorum}. The blocking calls are a thin face on the
 * asynchronous ones.
 */
final class DefaultMutex implements Mutex {

	private final Context context;

	private final String name;

	private final LockOptions options;

	private final Terms terms;

	private final Supplier<String> values;

	DefaultMutex(Context context, String name, LockOptions options) {
		this.context = context;
		this.name = name;
		this.options = options;
		this.terms = options.terms();
		this.values = context.values().from(options.valueGenerator());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public LockOptions options() {
		return this.options;
	}

	@Override
	public Lease lock() {
		return acquireBlocking(this.terms);
	}

	@Override
	public CompletableFuture<Lease> lockAsync() {
		AcquireCall call = new AcquireCall(this.context, this);
		CancellableLease future = new CancellableLease(call);
		call.result().whenCompleteAsync(future::end, this.context.callbacks());
		call.begin(this.terms);
		return future;
	}

	@Override
	public Optional<Lease> tryLock() {
		return tryLock(TermsFactory.once(this.terms));
	}

	@Override
	public Optional<Lease> tryLock(Duration waitTime) {
		Objects.requireNonNull(waitTime, "'waitTime' must not be null");
		if (waitTime.isNegative()) {
			throw new IllegalArgumentException(
					"A wait time of " + waitTime + " is not possible: use a duration of zero or longer");
		}
		return tryLock(TermsFactory.within(this.terms, waitTime));
	}

	private Optional<Lease> tryLock(Terms terms) {
		try {
			return Optional.of(acquireBlocking(terms));
		}
		catch (LockTakenException ex) {
			return Optional.empty();
		}
	}

	private Lease acquireBlocking(Terms terms) {
		if (Thread.interrupted()) {
			Thread.currentThread().interrupt();
			throw Failures.interrupted(this.name);
		}
		AcquireCall call = new AcquireCall(this.context, this);
		call.begin(terms);
		try {
			return Waiting.forResult(call.result());
		}
		catch (InterruptedException ex) {
			call.cancel();
			Thread.currentThread().interrupt();
			throw Failures.interrupted(this.name);
		}
	}

	@Override
	public Lease attach(String value) {
		if (value.isEmpty()) {
			throw new IllegalArgumentException("The value of lock '" + this.name
					+ "' to attach to must not be empty: use what Lease.value() gave where it was acquired");
		}
		DefaultLease lease = new DefaultLease(this.context, this, quorum().attach(key(), value, this.terms));
		lease.begin();
		return lease;
	}

	@Override
	public LockState inspect() {
		try {
			List<NodeResult> nodes = Waiting
				.forResult(quorum().inspect(key(), TermsFactory.inspectLimitNanos(this.options)));
			return LockStates.of(this.name, nodes, quorum().majority());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw Failures.interrupted(this.name);
		}
	}

	String key() {
		return this.context.keyPrefix() + this.name;
	}

	Supplier<String> values() {
		return this.values;
	}

	private Quorum quorum() {
		return this.context.quorum();
	}

	@Override
	public String toString() {
		return "Mutex[" + this.name + "]";
	}

}

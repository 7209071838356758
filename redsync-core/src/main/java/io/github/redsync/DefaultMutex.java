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
import java.util.function.Supplier;

import io.github.redsync.internal.acquire.LockEngine;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.node.NodeResult;

/**
 * A {@link Mutex} of one lock.
 */
final class DefaultMutex extends AbstractMutex {

	private final Supplier<String> values;

	DefaultMutex(MutexContext context, String name, LockOptions options) {
		super(context, name, options);
		this.values = context.values().withGenerator(options.valueGenerator());
	}

	@Override
	AcquireCall call(LockParameters parameters) {
		return new AcquireCall(context(), this, parameters);
	}

	@Override
	public AbstractLease attach(String value) {
		if (value.isEmpty()) {
			throw new IllegalArgumentException("Cannot attach to lock '" + PrintableName.from(name())
					+ "' by an empty value: use Lease.value() of the lease that acquired it");
		}
		DefaultLease lease = new DefaultLease(context(), this, engine().attach(key(), value, options().parameters()));
		lease.begin();
		return lease;
	}

	@Override
	public LockState inspect() {
		try {
			List<NodeResult> nodes = Futures
				.forResult(engine().inspect(key(), options().parameters().replyTimeoutNanos()));
			return LockState.of(name(), nodes, engine().group().majority());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ExceptionTranslator.interrupted(name());
		}
	}

	String key() {
		return context().keyPrefix() + name();
	}

	Supplier<String> values() {
		return this.values;
	}

	private LockEngine engine() {
		return context().engine();
	}

}

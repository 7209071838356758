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

package io.github.redsync.spring.interceptor;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.spring.execution.LockExecution;
import io.github.redsync.spring.execution.LockRequest;
import io.github.redsync.spring.execution.RefusalPolicy;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * A method with everything that a call under its lock needs, prepared once.
 */
final class LockedMethod {

	private final LockNameTemplates names;

	private final LockExecution execution;

	private final SingletonSupplier<LockOptions> options;

	private final SingletonSupplier<RefusalPolicy> refusals;

	private final Function<MethodInvocation, LockRequest> requests;

	LockedMethod(LockNameTemplates names, LockOptionsMerger settings, LockExecution execution,
			Supplier<RefusalPolicy> refusals, Supplier<Redsync> redsync) {
		this.names = names;
		this.execution = execution;
		this.refusals = SingletonSupplier.of(refusals);
		this.options = SingletonSupplier.of(() -> settings.mergeInto(redsync.get().defaults()));
		this.requests = requests(names, redsync);
	}

	private Function<MethodInvocation, LockRequest> requests(LockNameTemplates names, Supplier<Redsync> redsync) {
		List<String> constant = names.constant();
		if (constant == null) {
			return (invocation) -> request(redsync.get(), names.evaluate(invocation));
		}
		SingletonSupplier<LockRequest> request = SingletonSupplier.of(() -> request(redsync.get(), constant));
		return (invocation) -> request.obtain();
	}

	private LockRequest request(Redsync redsync, Collection<String> names) {
		LockOptions options = this.options.obtain();
		try {
			Mutex mutex = (names.size() == 1) ? redsync.newMutex(names.iterator().next(), options)
					: redsync.newMutex(names, options);
			return new LockRequest(redsync, MockCheck.check(mutex, redsync));
		}
		catch (IllegalArgumentException ex) {
			throw this.names.invalid(ex);
		}
	}

	/**
	 * Look up the beans that the method needs, as the first call would.
	 * @throws LockDefinitionException if a bean is missing, or the options of the lock
	 * cannot be merged with the defaults
	 */
	void connect() {
		this.options.obtain();
		this.refusals.obtain();
	}

	@Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return this.execution.execute(invocation, this.requests.apply(invocation), this.refusals.obtain());
	}

}

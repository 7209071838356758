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

import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redsync.LockOptions;
import io.github.redsync.Redsync;
import io.github.redsync.spring.execution.LockExecution;
import io.github.redsync.spring.execution.LockRequest;
import io.github.redsync.spring.execution.RefusalPolicy;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * A method with all that is needed to call it under its lock, worked out once.
 */
final class LockedMethod {

	private final LockExecution execution;

	private final SingletonSupplier<LockOptions> options;

	private final RefusalPolicy refusals;

	private final Function<MethodInvocation, LockRequest> requests;

	LockedMethod(LockName name, LockSettings settings, LockExecution execution, RefusalPolicy refusals,
			Supplier<Redsync> redsync) {
		this.execution = execution;
		this.refusals = refusals;
		this.options = SingletonSupplier.of(() -> settings.over(redsync.get().defaults()));
		this.requests = requests(name, redsync);
	}

	private Function<MethodInvocation, LockRequest> requests(LockName name, Supplier<Redsync> redsync) {
		String constant = name.constant();
		if (constant == null) {
			return (invocation) -> request(redsync.get(), name.evaluate(invocation));
		}
		SingletonSupplier<LockRequest> request = SingletonSupplier.of(() -> request(redsync.get(), constant));
		return (invocation) -> request.obtain();
	}

	private LockRequest request(Redsync redsync, String name) {
		return new LockRequest(redsync, redsync.newMutex(name, options()));
	}

	/**
	 * Return the options of the lock, which the first call merges with the defaults.
	 * @return the options
	 * @throws LockDefinitionException if they cannot be merged
	 */
	LockOptions options() {
		return this.options.obtain();
	}

	@Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return this.execution.execute(invocation, this.requests.apply(invocation), this.refusals);
	}

}

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

import java.util.function.Supplier;

import io.github.redsync.Mutex;
import io.github.redsync.Redsync;

/**
 * Check for a {@link Redsync} that returns {@code null}, like a mock without stubs.
 */
final class MockCheck {

	static final String ACTION = "Use in-memory servers instead of a mock (MemoryNodes of redsync-test: "
			+ "MemoryNodes.create(3).connect()), or set 'redsync.enabled=false' in a test that needs no lock. A mock needs "
			+ "stubs of defaults() and newMutex(...), and of the Mutex and the Lease.";

	private MockCheck() {
	}

	/**
	 * Check a bean before it is used.
	 * @param redsync the bean
	 * @param beanName supplier of its name
	 * @param declaration the lock that needs it
	 * @return the bean
	 * @throws LockDefinitionException if the bean cannot hold a lock
	 */
	static Redsync check(Redsync redsync, Supplier<String> beanName, LockDeclaration declaration) {
		if (redsync.defaults() == null) {
			String problem = "the bean '" + beanName.get() + "' of " + redsync.getClass()
					+ " returned null from defaults(), as a mock without stubs does.";
			throw declaration.fault(problem, ACTION, new IllegalStateException(
					"Cannot lock '" + declaration.description() + "': " + problem + " " + ACTION));
		}
		return redsync;
	}

	/**
	 * Check a mutex before it is locked.
	 * @param mutex the mutex
	 * @param redsync the bean that has created it
	 * @return the mutex
	 * @throws IllegalStateException if it is missing or incomplete
	 */
	static Mutex check(Mutex mutex, Redsync redsync) {
		if (mutex == null || mutex.options() == null) {
			String reply = (mutex != null) ? "the Mutex it returned has no options"
					: "it returned null from newMutex(...)";
			throw new IllegalStateException("Cannot lock with the Redsync bean '" + redsync + "' of "
					+ redsync.getClass() + ": " + reply + ", as a mock without stubs does. " + ACTION);
		}
		return mutex;
	}

}

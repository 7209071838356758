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

import io.github.redsync.spring.scope.LockContextHolder;

import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionManager;
import org.springframework.util.ClassUtils;

/**
 * Prevents transactions from committing without the locks around them, and without those
 * that calls inside of them have acquired or joined. A listener of the transaction
 * manager is called after all synchronizations of the transaction, which could themselves
 * lose or acquire a lock.
 */
public final class CommitGuard {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.ConfigurableTransactionManager", CommitGuard.class.getClassLoader());

	private CommitGuard() {
	}

	/**
	 * Guard the transactions of a bean if it is a transaction manager. Log a warning if
	 * the manager does not support the guard.
	 * @param bean the bean
	 */
	public static void guard(Object bean) {
		if (PRESENT) {
			Guard.listenTo(bean);
		}
	}

	/**
	 * Inner class to avoid a hard dependency on Spring's transactions at runtime.
	 */
	private static final class Guard implements TransactionExecutionListener {

		private static final Guard INSTANCE = new Guard();

		static void listenTo(Object bean) {
			if (bean instanceof ConfigurableTransactionManager manager) {
				if (manager.getTransactionExecutionListeners().contains(INSTANCE)) {
					return;
				}
				manager.addListener(INSTANCE);
			}
			if (bean instanceof TransactionManager manager) {
				TransactionManagerCheck.check(manager);
			}
		}

		/**
		 * Called last before the commit. An exception prevents the commit.
		 */
		@Override
		public void beforeCommit(TransactionExecution transaction) {
			LockContextHolder.ensureHeld();
			TransactionScope.ensureHeld();
		}

	}

}

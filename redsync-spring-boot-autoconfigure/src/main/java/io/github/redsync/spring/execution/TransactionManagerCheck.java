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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/**
 * Check for transaction managers whose transactions cannot hold a lock until they have
 * completed, or cannot be prevented from committing without it.
 */
final class TransactionManagerCheck {

	private static final Logger logger = LoggerFactory.getLogger(TransactionManagerCheck.class);

	private TransactionManagerCheck() {
	}

	/**
	 * Log a warning if a transaction manager lacks the support that a lock needs.
	 * @param manager the transaction manager
	 */
	static void check(TransactionManager manager) {
		Object target = AopProxyUtils.getSingletonTarget(manager);
		Object unwrapped = (target != null) ? target : manager;
		if (unwrapped instanceof AbstractPlatformTransactionManager platform && platform
			.getTransactionSynchronization() == AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER) {
			logger.warn(
					"The transaction manager of class {} has transactionSynchronization NEVER, so a lock that is "
							+ "acquired inside of one of its transactions is released before the commit: set it to "
							+ "ON_ACTUAL_TRANSACTION, or begin its transactions only inside of the lock",
					unwrapped.getClass().getName());
		}
		if (!(manager instanceof ConfigurableTransactionManager)) {
			logger.warn("The transaction manager of class {} does not implement ConfigurableTransactionManager, so a "
					+ "transaction that is begun under a lock commits even if the lock is lost: extend "
					+ "AbstractPlatformTransactionManager, or let it delegate to a transaction manager that is "
					+ "a bean", unwrapped.getClass().getName());
		}
	}

}

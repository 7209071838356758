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

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import org.aopalliance.intercept.MethodInvocation;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Check for entities that were read before the lock of a method was acquired, for example
 * in a web request with an open persistence context. JPA does not read them again, so the
 * method would work on outdated data. Each method is reported once. Thread-safe.
 */
final class StaleEntityCheck {

	private static final Logger logger = LoggerFactory.getLogger(StaleEntityCheck.class);

	private static final boolean PRESENT = isPresent("jakarta.persistence.EntityManager")
			&& isPresent("org.springframework.orm.jpa.EntityManagerHolder")
			&& isPresent("org.springframework.transaction.support.TransactionSynchronizationManager");

	private static final boolean HIBERNATE_PRESENT = isPresent("org.hibernate.Session");

	private final AtomicBoolean reported = new AtomicBoolean();

	/**
	 * Log a warning if the current thread has entities from before the lock.
	 * @param invocation the call that has acquired the lock
	 */
	void check(MethodInvocation invocation) {
		if (!PRESENT || this.reported.get()) {
			return;
		}
		String finding = PersistenceContexts.describe();
		if (finding != null && this.reported.compareAndSet(false, true)) {
			logger.warn(
					"The method '{}' acquired its lock while {}. Entities that were read before the lock are not read "
							+ "again, so an update can overwrite newer data: read them inside of the lock, refresh "
							+ "them, set spring.jpa.open-in-view to false, or use @Version",
					invocation.getMethod().toGenericString(), finding);
		}
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, StaleEntityCheck.class.getClassLoader());
	}

	/**
	 * Inner class to avoid a hard dependency on JPA at runtime.
	 */
	private static final class PersistenceContexts {

		static @Nullable String describe() {
			for (Object resource : TransactionSynchronizationManager.getResourceMap().values()) {
				if (resource instanceof EntityManagerHolder holder && holder.getEntityManager().isOpen()) {
					String finding = describe(holder.getEntityManager());
					if (finding != null) {
						return finding;
					}
				}
			}
			return null;
		}

		private static @Nullable String describe(EntityManager entityManager) {
			if (HIBERNATE_PRESENT) {
				try {
					int entities = Hibernate.countEntities(entityManager);
					return (entities != 0) ? "its thread had managed entities (" + entities + ")" : null;
				}
				catch (PersistenceException ex) {
					// Another provider, which does not report its entities
				}
			}
			return "its thread had an open persistence context";
		}

	}

	/**
	 * Inner class to avoid a hard dependency on Hibernate at runtime.
	 */
	private static final class Hibernate {

		static int countEntities(EntityManager entityManager) {
			return entityManager.unwrap(Session.class).getStatistics().getEntityCount();
		}

	}

}

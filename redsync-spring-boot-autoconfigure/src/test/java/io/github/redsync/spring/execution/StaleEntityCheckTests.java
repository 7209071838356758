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

import io.github.redsync.spring.DistributedLock;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceException;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link StaleEntityCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StaleEntityCheckTests {

	private static final String WARNING = "acquired its lock while its thread had ";

	private static LocalContainerEntityManagerFactoryBean entityManagers;

	private static EntityManagerFactory factory;

	private final MemoryLocks locks = new MemoryLocks(Accounts.class);

	private final Accounts accounts = this.locks.bean(Accounts.class);

	@BeforeAll
	static void createEntityManagers() {
		HibernateJpaVendorAdapter hibernate = new HibernateJpaVendorAdapter();
		hibernate.setGenerateDdl(true);
		entityManagers = new LocalContainerEntityManagerFactoryBean();
		entityManagers.setDataSource(
				new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build());
		entityManagers.setJpaVendorAdapter(hibernate);
		entityManagers.setManagedTypes(PersistenceManagedTypes.of(Account.class.getName()));
		entityManagers.afterPropertiesSet();
		factory = entityManagers.getObject();
		inTransaction(() -> sharedEntityManager().persist(new Account(1)));
	}

	@AfterAll
	static void closeEntityManagers() {
		entityManagers.destroy();
	}

	@AfterEach
	void tearDown() {
		this.locks.close();
	}

	@Test
	void entitiesReadBeforeLockAreReportedOncePerMethod(CapturedOutput output) {
		withOpenEntityManager(factory.createEntityManager(), () -> {
			sharedEntityManager().find(Account.class, 1);
			this.accounts.book();
			this.accounts.book();
			this.accounts.close();
		});
		assertThat(output).containsOnlyOnce("Accounts.book()' " + WARNING + "managed entities (1). Entities that were "
				+ "read before the lock are not read again, so an update can overwrite newer data: read them inside "
				+ "of the lock, refresh them, set spring.jpa.open-in-view to false, or use @Version");
		assertThat(output).containsOnlyOnce("Accounts.close()' " + WARNING);
	}

	@Test
	void entitiesOfCallersTransactionAreReported(CapturedOutput output) {
		inTransaction(() -> {
			sharedEntityManager().find(Account.class, 1);
			this.accounts.book();
		});
		assertThat(output).contains(WARNING + "managed entities (1)");
	}

	@Test
	void entitiesReadUnderLockAreNotReported(CapturedOutput output) {
		withOpenEntityManager(factory.createEntityManager(),
				() -> this.accounts.book(() -> sharedEntityManager().find(Account.class, 1)));
		inTransaction(this.accounts::book);
		this.accounts.book();
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void callThatJoinsLockIsNotReported(CapturedOutput output) {
		withOpenEntityManager(factory.createEntityManager(), () -> this.accounts.book(() -> {
			sharedEntityManager().find(Account.class, 1);
			this.accounts.book();
		}));
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void openPersistenceContextOfAnotherProviderIsReported(CapturedOutput output) {
		EntityManager entityManager = mock();
		given(entityManager.isOpen()).willReturn(true);
		given(entityManager.unwrap(Session.class)).willThrow(new PersistenceException("not Hibernate"));
		withOpenEntityManager(entityManager, this.accounts::book);
		assertThat(output).contains(WARNING + "an open persistence context");
	}

	private static void withOpenEntityManager(EntityManager entityManager, Runnable request) {
		TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(entityManager));
		try {
			request.run();
		}
		finally {
			TransactionSynchronizationManager.unbindResource(factory);
			entityManager.close();
		}
	}

	private static void inTransaction(Runnable work) {
		new TransactionTemplate(new JpaTransactionManager(factory)).executeWithoutResult((status) -> work.run());
	}

	private static EntityManager sharedEntityManager() {
		return ((EntityManagerHolder) TransactionSynchronizationManager.getResource(factory)).getEntityManager();
	}

	@Entity
	static class Account {

		@Id
		private long id;

		protected Account() {
		}

		Account(long id) {
			this.id = id;
		}

	}

	static class Accounts {

		@DistributedLock("book")
		void book() {
		}

		@DistributedLock("book")
		void book(Runnable body) {
			body.run();
		}

		@DistributedLock("close")
		void close() {
		}

	}

}

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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the order of the lock among the annotations of Spring, including
 * {@link SecurityOrder}.
 */
class AnnotationOrderTests {

	private static final int LIMIT_SECONDS = 30;

	private AnnotationConfigApplicationContext context;

	private FakeRedsync redsync;

	private Jobs jobs;

	@BeforeEach
	void setUp() {
		this.context = new AnnotationConfigApplicationContext(Config.class);
		this.redsync = this.context.getBean(FakeRedsync.class);
		this.jobs = this.context.getBean(Jobs.class);
		login("USER");
	}

	@AfterEach
	void tearDown() {
		SecurityContextHolder.clearContext();
		this.context.close();
	}

	private static void login(String role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("user", null, "ROLE_" + role));
	}

	@Test
	void eachAttemptHasLockAroundItsTransaction() {
		this.jobs.retry();
		assertThat(this.redsync.events()).containsExactly("lock job", "begin", "body", "rollback", "unlock job",
				"lock job", "begin", "body", "commit", "unlock job");
	}

	@Test
	void lockIsAcquiredOnThreadOfExecutor() {
		this.jobs.async().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
		assertThat(this.redsync.events()).containsExactly("lock job", "begin", "commit", "body executor-1",
				"unlock job");
	}

	@Test
	void callsInBackgroundDoNotJoin() {
		assertThatIllegalStateException().isThrownBy(() -> this.jobs.background(this.jobs))
			.withMessageContaining("taken");
		assertThat(this.redsync.events()).containsExactly("lock job", "refuse job", "unlock job");
	}

	@Test
	void callsThatFillExecutorDoNotDeadlock() {
		List<CompletableFuture<String>> results = IntStream.range(0, 4).mapToObj(this.jobs::asyncFor).toList();
		assertThat(results).allSatisfy(
				(result) -> assertThat(result.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join()).isEqualTo("x"));
	}

	@Test
	void lockIsAcquiredForCacheHit() {
		this.jobs.cached("a");
		this.jobs.cached("a");
		assertThat(this.redsync.events()).containsExactly("lock job:a", "body", "unlock job:a", "lock job:a",
				"unlock job:a");
	}

	@Test
	void deniedCallAcquiresNoLock() {
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this.jobs::secured);
		assertThat(this.redsync.events()).isEmpty();
		login("ADMIN");
		this.jobs.secured();
		assertThat(this.redsync.events()).containsExactly("lock job", "begin", "body", "commit", "unlock job");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@EnableCaching(proxyTargetClass = true)
	@EnableMethodSecurity(proxyTargetClass = true)
	@EnableResilientMethods(proxyTargetClass = true)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Config {

		@Bean
		static DistributedLockBeanPostProcessor distributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory,
				ObjectProvider<Redsync> redsync) {
			return new DistributedLockBeanPostProcessor(beanFactory, redsync);
		}

		@Bean
		FakeRedsync redsync() {
			return new FakeRedsync();
		}

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		ThreadPoolTaskExecutor taskExecutor() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(1);
			executor.setMaxPoolSize(1);
			executor.setThreadNamePrefix("executor-");
			return executor;
		}

		@Bean
		Transactions transactionManager(FakeRedsync redsync) {
			return new Transactions(redsync);
		}

		@Bean
		Jobs jobs(FakeRedsync redsync) {
			return new Jobs(redsync);
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final transient FakeRedsync redsync;

		Transactions(FakeRedsync redsync) {
			this.redsync = redsync;
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.redsync.happened("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.redsync.happened("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.redsync.happened("rollback");
		}

	}

	public static class Jobs {

		private final FakeRedsync redsync;

		private boolean tried;

		Jobs(FakeRedsync redsync) {
			this.redsync = redsync;
		}

		@Retryable(delay = 1)
		@Transactional
		@DistributedLock("job")
		public void retry() {
			this.redsync.happened("body");
			if (!this.tried) {
				this.tried = true;
				throw new IllegalStateException("failed");
			}
		}

		@Async
		@Transactional
		@DistributedLock("job")
		public CompletableFuture<String> async() {
			String thread = this.redsync.acquirer("job").getName();
			return CompletableFuture.supplyAsync(() -> {
				this.redsync.happened("body " + thread);
				return "x";
			}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		}

		@Async
		@DistributedLock("job:#{#number}")
		public CompletableFuture<String> asyncFor(int number) {
			return CompletableFuture.completedFuture("x");
		}

		@DistributedLock("job")
		public void background(Jobs self) {
			try {
				self.asyncInside().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Async
		@DistributedLock("job")
		public CompletableFuture<Void> asyncInside() {
			return CompletableFuture.completedFuture(null);
		}

		@Cacheable("jobs")
		@DistributedLock("job:#{#id}")
		public String cached(String id) {
			this.redsync.happened("body");
			return id;
		}

		@PreAuthorize("hasRole('ADMIN')")
		@Transactional
		@DistributedLock("job")
		public void secured() {
			this.redsync.happened("body");
		}

	}

}

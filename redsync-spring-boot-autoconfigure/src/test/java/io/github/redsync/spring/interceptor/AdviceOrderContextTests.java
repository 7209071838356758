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

import java.util.ArrayList;
import java.util.List;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotNull;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.retry.MethodRetryEvent;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.annotation.Retryable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the order of security, validation, retries, lock and transaction on one bean,
 * with and without an aspect around it.
 */
class AdviceOrderContextTests {

	private static final String[] ATTEMPT = { "lock job", "begin", "body", "rollback", "unlock job" };

	private @Nullable AnnotationConfigApplicationContext context;

	@AfterEach
	void close() {
		SecurityContextHolder.clearContext();
		if (this.context != null) {
			this.context.close();
		}
	}

	private Jobs start(boolean aspect, String role) {
		this.context = aspect ? new AnnotationConfigApplicationContext(Config.class, AspectConfig.class)
				: new AnnotationConfigApplicationContext(Config.class);
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("user", null, "ROLE_" + role));
		return this.context.getBean(Jobs.class);
	}

	private FakeRedsync redsync() {
		return this.context.getBean(FakeRedsync.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void deniedCallIsNeitherValidatedNorLocked(boolean aspect) {
		Jobs jobs = start(aspect, "USER");
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> jobs.run(null));
		assertThat(redsync().events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void invalidArgumentAcquiresNoLock(boolean aspect) {
		Jobs jobs = start(aspect, "ADMIN");
		assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> jobs.run(null));
		assertThat(redsync().events()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void eachAttemptLocksAroundItsOwnTransaction(boolean aspect) {
		Jobs jobs = start(aspect, "ADMIN");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> jobs.run("x"));
		assertThat(redsync().events().stream().filter((event) -> !event.equals("aspect"))).containsExactly(ATTEMPT[0],
				ATTEMPT[1], ATTEMPT[2], ATTEMPT[3], ATTEMPT[4], ATTEMPT[0], ATTEMPT[1], ATTEMPT[2], ATTEMPT[3],
				ATTEMPT[4]);
	}

	@Test
	void deniedCallIsNotRetried() {
		Jobs jobs = start(false, "USER");
		List<Object> attempts = new ArrayList<>();
		this.context.addApplicationListener((MethodRetryEvent event) -> attempts.add(event));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(jobs::runByFramework);
		assertThat(attempts).isEmpty();
		assertThat(redsync().events()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods(proxyTargetClass = true)
	@EnableMethodSecurity(proxyTargetClass = true)
	@EnableRetry(proxyTargetClass = true)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Config {

		@Bean
		static DistributedLockBeanPostProcessor distributedLockBeanPostProcessor(ConfigurableBeanFactory beanFactory,
				ObjectProvider<Redsync> redsync) {
			return new DistributedLockBeanPostProcessor(beanFactory, redsync);
		}

		@Bean
		static AdviceOrderBeanPostProcessor adviceOrderBeanPostProcessor() {
			return new AdviceOrderBeanPostProcessor();
		}

		@Bean
		static MethodValidationPostProcessor methodValidationPostProcessor() {
			MethodValidationPostProcessor processor = new MethodValidationPostProcessor();
			processor.setProxyTargetClass(true);
			return processor;
		}

		@Bean
		FakeRedsync redsync() {
			return new FakeRedsync();
		}

		@Bean
		AnnotationOrderTests.Transactions transactionManager(FakeRedsync redsync) {
			return new AnnotationOrderTests.Transactions(redsync);
		}

		@Bean
		Jobs jobs(FakeRedsync redsync) {
			return new Jobs(redsync);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAspectJAutoProxy(proxyTargetClass = true)
	static class AspectConfig {

		@Bean
		Around around() {
			return new Around();
		}

	}

	@Aspect
	public static class Around {

		@Before("execution(* io.github.redsync.spring.interceptor.AdviceOrderContextTests.Jobs.*(..)) && target(jobs)")
		public void before(Jobs jobs) {
			jobs.redsync().happened("aspect");
		}

	}

	@Validated
	public static class Jobs {

		private final FakeRedsync redsync;

		Jobs(FakeRedsync redsync) {
			this.redsync = redsync;
		}

		final FakeRedsync redsync() {
			return this.redsync;
		}

		@PreAuthorize("hasRole('ADMIN')")
		@Retryable(retryFor = IllegalStateException.class, maxAttempts = 2, backoff = @Backoff(delay = 1))
		@Transactional
		@DistributedLock("job")
		public void run(@Nullable @NotNull String argument) {
			this.redsync.happened("body");
			throw new IllegalStateException("fails");
		}

		@PreAuthorize("hasRole('ADMIN')")
		@org.springframework.resilience.annotation.Retryable(maxRetries = 1, delay = 0)
		@DistributedLock("job")
		public void runByFramework() {
		}

	}

}

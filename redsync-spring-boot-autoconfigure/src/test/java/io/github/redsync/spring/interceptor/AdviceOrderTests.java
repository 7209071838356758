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

import java.util.Arrays;
import java.util.List;

import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.retry.interceptor.RetryOperationsInterceptor;
import org.springframework.security.authorization.method.AuthorizationManagerBeforeMethodInterceptor;
import org.springframework.validation.beanvalidation.MethodValidationInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AdviceOrderTests {

	private final Advice lock = new DistributedLockInterceptor(new LockedMethodRegistry((declaration) -> {
		throw new IllegalStateException();
	}));

	private final Advice transaction = (MethodInterceptor) (invocation) -> invocation.proceed();

	private final Advice security = AuthorizationManagerBeforeMethodInterceptor.preAuthorize();

	private final Advice validation = new MethodValidationInterceptor(mock(jakarta.validation.Validator.class));

	private final Advice retry = new RetryOperationsInterceptor();

	@Test
	void securityValidationAndRetryAreOutsideOfLock() {
		assertThat(ordered(this.lock, ExposeInvocationInterceptor.INSTANCE, this.transaction, this.retry, this.security,
				this.validation))
			.containsExactly(this.security, this.validation, this.retry, this.lock,
					ExposeInvocationInterceptor.INSTANCE, this.transaction);
	}

	@Test
	void adviceOutsideOfLockKeepsItsPlace() {
		assertThat(ordered(this.transaction, this.retry, this.lock, this.security)).containsExactly(this.transaction,
				this.security, this.retry, this.lock);
	}

	@Test
	void securityAndValidationAreOutsideOfRetryThatIsOutsideOfLock() {
		assertThat(ordered(this.transaction, this.validation, this.retry, this.security, this.lock))
			.containsExactly(this.transaction, this.security, this.validation, this.retry, this.lock);
	}

	private static List<Advice> ordered(Advice... advice) {
		ProxyFactory proxy = new ProxyFactory(new Object());
		Arrays.stream(advice).forEach(proxy::addAdvice);
		AdviceOrder.apply(proxy);
		return Arrays.stream(proxy.getAdvisors()).map((advisor) -> advisor.getAdvice()).toList();
	}

}

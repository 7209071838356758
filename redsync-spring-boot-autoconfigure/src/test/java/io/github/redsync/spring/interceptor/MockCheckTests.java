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

import java.lang.reflect.Proxy;
import java.util.List;

import io.github.redsync.LockOptions;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.spring.autoconfigure.RedsyncAutoConfiguration;
import io.github.redsync.spring.autoconfigure.integration.RedsyncIntegrationAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MockCheck}, and for other beans that get a mock.
 */
class MockCheckTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RedsyncAutoConfiguration.class, DistributedLockAutoConfiguration.class))
		.withBean("jobs", Jobs.class);

	@Test
	void mockWithoutStubsIsNamed() {
		Redsync mock = Mockito.mock(Redsync.class);
		this.runner.withBean("redsyncMock", Redsync.class, () -> mock)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("The method '" + Jobs.class.getName() + ".run()' of the bean 'jobs' cannot be "
						+ "locked: the bean 'redsyncMock' of class ")
				.hasMessageContaining(" returned null from defaults(), as a mock without stubs does.")
				.satisfies((failure) -> assertThat(((FailureAnalyzedException) failure).analysis().getAction())
					.contains("MemoryNodes.create(3).connect()")
					.contains("redsync.enabled=false"))
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("'redsyncMock'")
				.hasMessageContaining("MemoryNodes"));
	}

	@Test
	void proxyThatRepliesNullIsNamed() {
		this.runner.withBean("redsync", Redsync.class, MockCheckTests::proxy)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("the bean 'redsync' of class "));
	}

	@Test
	void mockThatMakesNoMutexIsNamed() {
		Redsync mock = Mockito.mock(Redsync.class, "mocked");
		BDDMockito.given(mock.defaults()).willReturn(LockOptions.builder().build());
		this.runner.withBean("redsync", Redsync.class, () -> mock)
			.run((context) -> assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::run)
				.withMessageContaining("Cannot lock with the Redsync bean 'mocked' of class ")
				.withMessageContaining("it returned null from newMutex(...)")
				.withMessageContaining("redsync.enabled=false"));
	}

	@Test
	void mockedMutexIsNamed() {
		Redsync mock = Mockito.mock(Redsync.class);
		BDDMockito.given(mock.defaults()).willReturn(LockOptions.builder().build());
		Mutex mutex = Mockito.mock(Mutex.class);
		BDDMockito.given(mock.newMutex(ArgumentMatchers.eq("job"), ArgumentMatchers.any(LockOptions.class)))
			.willReturn(mutex);
		this.runner.withBean("redsync", Redsync.class, () -> mock)
			.run((context) -> assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::run)
				.withMessageContaining("the Mutex it returned has no options"));
	}

	@Test
	void mutexWithoutStubOfLockIsNamed() {
		Redsync mock = Mockito.mock(Redsync.class);
		LockOptions options = LockOptions.builder().build();
		BDDMockito.given(mock.defaults()).willReturn(options);
		Mutex mutex = Mockito.mock(Mutex.class);
		BDDMockito.given(mutex.options()).willReturn(options);
		BDDMockito.given(mutex.names()).willReturn(List.of("job"));
		BDDMockito.given(mock.newMutex(ArgumentMatchers.eq("job"), ArgumentMatchers.any(LockOptions.class)))
			.willReturn(mutex);
		this.runner.withBean("redsync", Redsync.class, () -> mock)
			.run((context) -> assertThatIllegalStateException().isThrownBy(context.getBean(Jobs.class)::run)
				.withMessageContaining("returned null from lock()"));
	}

	@Test
	void mockBehindLockRegistryIsNamed() {
		this.runner.withConfiguration(AutoConfigurations.of(RedsyncIntegrationAutoConfiguration.class))
			.withBean("redsync", Redsync.class, () -> Mockito.mock(Redsync.class, "mocked"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("Cannot create a lock registry: the Redsync bean 'mocked' of class "));
	}

	private static Redsync proxy() {
		return (Redsync) Proxy.newProxyInstance(MockCheckTests.class.getClassLoader(), new Class<?>[] { Redsync.class },
				(proxy, method, args) -> switch (method.getName()) {
					case "nodes" -> List.of();
					case "hashCode", "quorum" -> 1;
					case "equals" -> proxy == args[0];
					case "toString" -> "proxy";
					default -> null;
				});
	}

	public static class Jobs {

		@DistributedLock("job")
		public void run() {
		}

	}

}

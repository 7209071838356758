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

package io.github.redsync.spring.autoconfigure;

import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.interceptor.DistributedLockBeanPostProcessor;
import io.github.redsync.spring.interceptor.FakeRedsync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncDisabledAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedsyncDisabledAutoConfigurationTests {

	private static final String WARNING = "Locks are disabled (redsync.enabled=false): methods annotated with "
			+ "@DistributedLock run without a lock";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withBean(Jobs.class);

	@Test
	void annotationHasNoEffectAndWarningIsLoggedOnce(CapturedOutput output) {
		this.contextRunner.withPropertyValues("redsync.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(Redsync.class)
				.doesNotHaveBean(DistributedLockBeanPostProcessor.class);
			assertThat(AopUtils.isAopProxy(context.getBean(Jobs.class))).isFalse();
			context.getBean(Jobs.class).run();
		});
		assertThat(output).containsOnlyOnce(WARNING);
	}

	@Test
	void userDefinedRedsyncIsKept() {
		this.contextRunner.withPropertyValues("redsync.enabled=false")
			.withBean("redsync", FakeRedsync.class)
			.run((context) -> {
				context.getBean(Jobs.class).run();
				assertThat(context.getBean(FakeRedsync.class).events()).isEmpty();
			});
	}

	@Test
	void locksAreEnabledByDefault(CapturedOutput output) {
		for (String value : new String[] { "redsync.enabled=true", "redsync.key-prefix=p" }) {
			this.contextRunner.withPropertyValues(value).withBean("redsync", FakeRedsync.class).run((context) -> {
				context.getBean(Jobs.class).run();
				assertThat(context.getBean(FakeRedsync.class).events()).containsExactly("lock job", "unlock job");
			});
		}
		assertThat(output).doesNotContain(WARNING);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	public static class Jobs {

		@DistributedLock("job")
		public void run() {
		}

	}

}

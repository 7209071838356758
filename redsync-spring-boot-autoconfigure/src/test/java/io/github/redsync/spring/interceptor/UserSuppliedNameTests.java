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

import java.time.Duration;

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.spring.DistributedLock;
import io.github.redsync.spring.LockContext;
import io.github.redsync.spring.OnLost;
import io.github.redsync.spring.autoconfigure.DistributedLockAutoConfiguration;
import io.github.redsync.test.memory.MemoryNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Names of locks that callers of the application have a part in.
 */
@ExtendWith(OutputCaptureExtension.class)
class UserSuppliedNameTests {

	private static final String FORGED = "eve\nFORGED 2026-01-01 ERROR login of root";

	private final MemoryNodes nodes = MemoryNodes.create(3);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DistributedLockAutoConfiguration.class))
		.withBean(Redsync.class, this.nodes::connect);

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.contextRunner.withBean(Users.class, () -> new Users(this.nodes)).run(test);
	}

	@Test
	void lossThatTheReleaseShowsIsLoggedInOneLine(CapturedOutput output) {
		run((context) -> context.getBean(Users.class).ignoreLossAtRelease(FORGED));
		assertThat(output).contains("continued without its lock")
			.satisfies((text) -> assertThat(text.toString().lines()).noneMatch((line) -> line.startsWith("FORGED")));
	}

	@Test
	void lossDuringTheCallIsLoggedInOneLine(CapturedOutput output) {
		run((context) -> context.getBean(Users.class).ignoreLoss(FORGED));
		assertThat(output).contains("continued without its lock")
			.satisfies((text) -> assertThat(text.toString().lines()).noneMatch((line) -> line.startsWith("FORGED")));
	}

	@Test
	void argumentInAnErrorIsInOneLine() {
		run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> context.getBean(Users.class).failing(FORGED))
			.satisfies((failure) -> assertThat(failure.getMessage()).contains("FORGED").doesNotContain("\n")));
	}

	@Test
	void lockThatIsNotHeldIsNamedInOneLine() {
		assertThatIllegalStateException().isThrownBy(() -> LockContext.assertHeld(FORGED))
			.satisfies((failure) -> assertThat(failure.getMessage()).contains("FORGED").doesNotContain("\n"));
	}

	@Test
	void nameThatIsTooLongOrCutWithinACharacterIsRefused() {
		run((context) -> {
			Users users = context.getBean(Users.class);
			assertThatIllegalStateException().isThrownBy(() -> users.plain("x".repeat(1_000_000)))
				.withMessageContaining("Users.plain(String)")
				.withMessageContaining("more than 1024 bytes")
				.withCauseInstanceOf(IllegalArgumentException.class);
			assertThatIllegalStateException().isThrownBy(() -> users.plain("a\ud83d"))
				.withMessageContaining("unpaired surrogate");
			assertThatIllegalStateException().isThrownBy(() -> users.plain("a:fence"))
				.withMessageContaining("Users.plain(String)");
		});
	}

	@Test
	void literalNameThatIsTooLongOrCutWithinACharacterKeepsTheApplicationFromStarting() {
		this.contextRunner.withBean(Endless.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("longer than 1024 bytes"));
		this.contextRunner.withBean(Cut.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("unpaired surrogate"));
	}

	static class Users {

		private final MemoryNodes nodes;

		Users(MemoryNodes nodes) {
			this.nodes = nodes;
		}

		@DistributedLock(name = "user:#{#user}", onLost = OnLost.IGNORE)
		void ignoreLossAtRelease(String user) {
			this.nodes.servers().forEach((server) -> server.evict("user:" + user));
		}

		@DistributedLock(name = "user:#{#user}", onLost = OnLost.IGNORE)
		void ignoreLoss(String user) {
			Lease lease = LockContext.current();
			this.nodes.servers().forEach((server) -> server.evict("user:" + user));
			assertThat(lease.extendAsync()).failsWithin(Duration.ofSeconds(10));
		}

		@DistributedLock(name = "user:#{T(java.lang.Integer).parseInt(#user)}")
		void failing(String user) {
		}

		@DistributedLock(name = "#{#user}")
		void plain(String user) {
		}

	}

	static class Endless {

		private static final String TEN = "0123456789";

		private static final String HUNDRED = TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN;

		private static final String THOUSAND = HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED + HUNDRED
				+ HUNDRED + HUNDRED + HUNDRED;

		@DistributedLock(name = THOUSAND + TEN + TEN + TEN + "#{#id}")
		void run(String id) {
		}

	}

	static class Cut {

		@DistributedLock(name = "job \ud83d")
		void run() {
		}

	}

}

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

package io.github.redsync.it;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.test.server.RedisServer;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords, and values that would let others release a lock, stay where they are.
 */
class SecretsTests {

	private static final String SECRET = "s3cr3t-passw0rd";

	@Test
	void aPasswordIsInNoLogNoMessageAndNoName() {
		ListAppender<ILoggingEvent> logged = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.redsync");
		Level before = logger.getLevel();
		logged.start();
		logger.addAppender(logged);
		logger.setLevel(Level.TRACE);
		StringBuilder said = new StringBuilder();
		try (RedisServer server = RedisServer.builder().password(SECRET).start();
				RedisServer other = RedisServer.builder().password("another").start()) {
			String uri = "redis://:" + SECRET + "@127.0.0.1:";
			try (Redsync redsync = Redsync.connect(uri + server.port(), uri + other.port(), uri + "1")) {
				Throwable failure = catchThrowable(
						() -> redsync.newMutex("secret", (options) -> options.waitTime(Duration.ofMillis(200))).lock());
				assertThat(failure).isInstanceOf(QuorumUnavailableException.class);
				StringWriter trace = new StringWriter();
				failure.printStackTrace(new PrintWriter(trace));
				said.append(trace).append(redsync).append(redsync.nodes()).append(redsync.ping(Duration.ofSeconds(1)));
				said.append(redsync.newMutex("secret").inspect()).append(redsync.defaults());
			}
			try (Redsync redsync = Redsync.connect(uri + server.port()); Lease lease = redsync.newMutex("own").lock()) {
				String random = lease.value().substring(0, lease.value().indexOf('@'));
				assertThatExceptionOfType(LockTakenException.class)
					.isThrownBy(() -> redsync.newMutex("own", (options) -> options.tries(1)).lock())
					.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain(random));
				assertThat(lease.toString()).doesNotContain(random);
			}
		}
		finally {
			logger.detachAppender(logged);
			logger.setLevel(before);
		}
		logged.list.forEach((event) -> said.append(event.getFormattedMessage()).append(event.getThrowableProxy()));
		assertThat(said.toString()).contains("WRONGPASS").doesNotContain(SECRET);
	}

	@Test
	void anAddressThatIsNotValidIsNotRepeated() {
		assertThatIllegalArgumentException().isThrownBy(() -> Redsync.connect("redis://:" + SECRET + "@:x y"))
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain(SECRET))
			.withNoCause();
	}

}

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

package io.github.redsync.servers;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redsync.Lease;
import io.github.redsync.LockTakenException;
import io.github.redsync.QuorumUnavailableException;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.test.server.RedisServer;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords, and lock values that would allow a release, are not disclosed.
 */
class SecretsTests {

	private static final String SECRET = "s3cr3t-passw0rd";

	@Test
	void passwordIsInNoLogMessageOrName() {
		ListAppender<ILoggingEvent> logged = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.redsync");
		Level before = logger.getLevel();
		logged.start();
		logger.addAppender(logged);
		logger.setLevel(Level.TRACE);
		StringBuilder text = new StringBuilder();
		try (RedisServer server = RedisServer.builder().password(SECRET).start();
				RedisServer other = RedisServer.builder().password("another").start()) {
			String uri = "redis://:" + SECRET + "@127.0.0.1:";
			try (Redsync redsync = Redsync.connect(uri + server.port(), uri + other.port(), uri + "1")) {
				Throwable failure = catchThrowable(
						() -> redsync.newMutex("secret", (options) -> options.waitTime(Duration.ofMillis(200))).lock());
				assertThat(failure).isInstanceOf(QuorumUnavailableException.class);
				StringWriter trace = new StringWriter();
				failure.printStackTrace(new PrintWriter(trace));
				text.append(trace).append(redsync).append(redsync.nodes()).append(redsync.ping(Duration.ofSeconds(1)));
				text.append(redsync.newMutex("secret").inspect()).append(redsync.defaults());
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
		logged.list.forEach((event) -> text.append(event.getFormattedMessage()).append(event.getThrowableProxy()));
		assertThat(text.toString()).contains("WRONGPASS").doesNotContain(SECRET);
	}

	@Test
	void invalidAddressIsNotRepeated() {
		assertThatIllegalArgumentException().isThrownBy(() -> Redsync.connect("redis://:" + SECRET + "@:x y"))
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain(SECRET))
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "p@ss:w/rd%#?", "+ plus and space", "p\u00e4ss\u2603\ud83d\udd12", "%40", "a=b&c;d\\e\"f'" })
	void passwordMayHaveAnyCharacterAndIsNotDisclosed(String password) {
		String user = "us:er@home";
		try (RedisServer server = RedisServer.start(); LettuceNodeFactory nodes = LettuceNodeFactory.create()) {
			server.command("ACL", "SETUSER", user, "on", ">" + password, "~*", "&*", "+@all");
			String encoded = encode(user) + ":" + encode(password) + "@127.0.0.1:" + server.port();
			try (Redsync redsync = Redsync.connect("redis://" + encoded)) {
				redsync.newMutex("encoded").lock().unlock();
				assertThat(redsync + " " + redsync.nodes()).doesNotContain(password);
			}
			RedisURI parts = RedisURI.builder()
				.withHost("127.0.0.1")
				.withPort(server.port())
				.withAuthentication(user, password.toCharArray())
				.build();
			try (Redsync redsync = Redsync.builder().node(nodes.node(LettuceNodeOptions.of(parts))).build()) {
				redsync.newMutex("parts").lock().unlock();
			}
		}
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis://:s3#cret@host:6379", "redis://:12#cret@host:6379",
			"redis://user:12/cret@host:6379", "redis://user:12?cret@host:6379", "redis://user:s3@cret@host:6379",
			"redis://user:s3 cret@host:6379", "redis://user:s3%zzcret@host:6379", "redis://user:s3[cret@host:6379" })
	void passwordThatIsNotEncodedIsRefused(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> LettuceNodeOptions.of(uri))
			.withMessageContaining("percent-encoded")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("cret"))
			.withNoCause();
	}

}

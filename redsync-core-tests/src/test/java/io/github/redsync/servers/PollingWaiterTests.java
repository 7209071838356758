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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import io.github.redsync.lettuce.LettuceNodeFactory;
import io.github.redsync.lettuce.LettuceNodeOptions;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import io.lettuce.core.protocol.ProtocolVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that do not support change notifications. Waiters then poll at the retry delay,
 * which is logged once for each node.
 */
@RedisNodes(count = 3)
class PollingWaiterTests {

	private static final String GRANTS = "+hello +ping +info +script|load +evalsha +eval +set +get +del +pexpire "
			+ "+pttl +time";

	private final RedisServers servers;

	private final ServerGroup group;

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	PollingWaiterTests(RedisServers servers) {
		this.servers = servers;
		this.group = ServerGroup.of(servers);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger("io.github.redsync.lettuce");
	}

	@BeforeEach
	void listen() {
		this.log.start();
		logger().setLevel(Level.INFO);
		logger().addAppender(this.log);
	}

	@AfterEach
	void stop() {
		logger().detachAppender(this.log);
		logger().setLevel(null);
	}

	@Test
	void waiterWithoutTrackingPermissionPolls() {
		this.servers.forEach((server) -> {
			server.command("ACL", "SETUSER", "polling", "reset", "on", ">pw", "~*");
			List.of(GRANTS.split(" ")).forEach((grant) -> server.command("ACL", "SETUSER", "polling", grant));
		});
		assertPollsAtRetryDelay((server) -> LettuceNodeOptions.of("redis://polling:pw@127.0.0.1:" + server.port()));
		assertThat(pollingMessages()).hasSize(3).allMatch((message) -> message.contains("NOPERM"));
	}

	@Test
	void waiterWithoutResp3Polls() {
		assertPollsAtRetryDelay((server) -> LettuceNodeOptions.of(server.uri())
			.clientOptions((options) -> options.protocolVersion(ProtocolVersion.RESP2)));
		assertThat(pollingMessages()).hasSize(3)
			.allMatch((message) -> message.contains("does not use RESP3: use Redis 6"));
	}

	private void assertPollsAtRetryDelay(Function<RedisServer, LettuceNodeOptions> options) {
		try (LettuceNodeFactory driver = LettuceNodeFactory.create()) {
			Redsync.Builder builder = Redsync.builder();
			this.servers.forEach((server) -> builder.node(driver.node(options.apply(server))));
			try (Redsync redsync = builder.build()) {
				ServerGroup.awaitUp(redsync, 3);
				this.group.set("polling", "foreign", 0, 3, 600_000);
				CompletableFuture<Lease> waiting = redsync
					.newMutex("polling",
							(settings) -> settings.waitTime(Duration.ofMinutes(1))
								.retryDelay((attempt) -> Duration.ofMillis(20)))
					.lockAsync();
				this.servers.forEach((server) -> server.command("DEL", "polling"));
				assertThat(waiting).succeedsWithin(Duration.ofSeconds(20)).satisfies(Lease::unlock);
			}
		}
	}

	private List<String> pollingMessages() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel() == Level.INFO)
			.map(ILoggingEvent::getFormattedMessage)
			.filter((message) -> message.contains("does not support change notifications"))
			.toList();
	}

}

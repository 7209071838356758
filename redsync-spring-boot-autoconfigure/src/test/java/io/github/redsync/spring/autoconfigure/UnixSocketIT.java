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
import io.github.redsync.test.server.RedisServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Integration test for a node with a Unix socket. Requires a native transport of Netty.
 */
@EnabledIf("io.lettuce.core.resource.Transports$NativeTransports#isDomainSocketSupported")
class UnixSocketIT {

	@Test
	void locksViaUnixSocket() {
		try (RedisServer server = RedisServer.builder().arguments("--unixsocket", "{dir}/redis.sock").start()) {
			assumeThat(server.pid()).as("a server that is not a container").isPresent();
			String uri = "redis-socket://" + server.directory().resolve("redis.sock");
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class))
				.withPropertyValues("redsync.nodes[0].uri=" + uri)
				.run((context) -> {
					Redsync redsync = context.getBean(Redsync.class);
					Awaitility.await().until(() -> redsync.nodes().get(0).isUp());
					redsync.newMutex("orders").lock();
					assertThat(server.command("EXISTS", "orders")).isEqualTo(1L);
				});
		}
	}

}

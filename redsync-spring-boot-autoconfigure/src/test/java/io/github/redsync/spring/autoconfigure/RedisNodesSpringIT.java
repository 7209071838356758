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
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application whose nodes are the servers of {@link RedisNodes}.
 */
@RedisNodes
@SpringBootTest(classes = RedisNodesSpringIT.Application.class)
class RedisNodesSpringIT {

	private static ConfigurableApplicationContext nestedContext;

	@Autowired
	private Redsync redsync;

	@Test
	void locksOnServersOfClass(RedisServers servers) {
		awaitUp(this.redsync);
		servers.get(0).kill();
		this.redsync.newMutex("orders").lock();
		Awaitility.await()
			.untilAsserted(() -> assertThat(servers.list().subList(1, 3))
				.allSatisfy((server) -> assertThat(server.command("EXISTS", "orders")).isEqualTo(1L)));
	}

	@AfterAll
	static void contextOfNestedClassIsClosedWithItsServers() {
		assertThat(nestedContext.isActive()).isFalse();
	}

	private static void awaitUp(Redsync redsync) {
		Awaitility.await().until(() -> redsync.nodes().stream().allMatch((node) -> node.isUp()));
	}

	/**
	 * Has its own server, and a test instance that exists before its first test.
	 */
	@Nested
	@RedisNodes(count = 1)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithOneServer {

		@Autowired
		private Redsync own;

		@BeforeAll
		void remember(@Autowired ConfigurableApplicationContext context) {
			nestedContext = context;
		}

		@Test
		void locksOnServerOfNestedClass(RedisServer server) {
			awaitUp(this.own);
			assertThat(this.own.nodes()).hasSize(1);
			this.own.newMutex("orders").lock();
			assertThat(server.command("EXISTS", "orders")).isEqualTo(1L);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RedsyncAutoConfiguration.class)
	static class Application {

	}

}

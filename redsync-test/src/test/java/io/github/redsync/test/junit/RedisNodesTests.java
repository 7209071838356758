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

package io.github.redsync.test.junit;

import java.io.UncheckedIOException;

import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisNodes} and {@link RedisNodesExtension}, which they use. The order
 * matters: the servers that one test damages must be healed for the next.
 */
@RedisNodes(count = 3, arguments = { "--databases", "5" })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class RedisNodesTests {

	private static RedisServers first;

	private static RedisServer ofNested;

	private final RedisServers nodes;

	RedisNodesTests(RedisServers nodes) {
		this.nodes = nodes;
	}

	@BeforeEach
	void serversAreHealedBeforeEachTest() {
		assertThat(this.nodes).hasSize(3).allSatisfy((server) -> assertThat(server.command("DBSIZE")).isEqualTo(0L));
	}

	@AfterEach
	void lifecycleMethodsGetServersOfTheirClass(RedisServers injected) {
		assertThat(injected).isSameAs(this.nodes);
	}

	@Test
	@Order(1)
	void serversAreInjectedAndDamaged(RedisServers injected) {
		first = injected;
		assertThat(injected).isSameAs(this.nodes);
		assertThat(injected.get(0).command("CONFIG", "GET", "databases")).asString().endsWith("5]");
		injected.forEach((server) -> server.command("SET", "key", "value"));
		injected.get(0).kill();
		injected.get(1).pause();
	}

	@Test
	@Order(2)
	void sameServersAreHealed() {
		assertThat(this.nodes).isSameAs(first).allSatisfy((server) -> assertThat(server.isRunning()).isTrue());
	}

	@Nested
	@Order(1)
	class NestedTests {

		@Test
		void nestedClassSharesServersOfEnclosingClass(RedisServers injected) {
			assertThat(injected).isSameAs(first);
		}

	}

	@Nested
	@Order(2)
	@RedisNodes(count = 1)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class NestedWithServersOfItsOwnTests {

		private final RedisServer node;

		NestedWithServersOfItsOwnTests(RedisServer node) {
			this.node = node;
		}

		@Test
		void annotatedNestedClassHasOneServer(RedisServers injected) {
			ofNested = this.node;
			assertThat(injected.list()).containsExactly(this.node);
			assertThat(first.list()).doesNotContain(this.node);
			assertThat(this.node.command("PING")).isEqualTo("PONG");
		}

	}

	@Nested
	@Order(3)
	class AfterNestedTests {

		@Test
		void serversAreClosedAfterTheirClass() {
			assertThat(ofNested.isRunning()).isFalse();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(ofNested::connect);
			assertThat(first.get(0).isRunning()).isTrue();
		}

	}

}

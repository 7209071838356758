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

package io.github.redsync.test.spring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import org.springframework.test.context.DynamicPropertyRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedsyncContainers}, with containers that need no engine.
 */
class RedsyncContainersTests {

	@Test
	void everyContainerThatExposesPortIsNode() {
		FakeContainer first = new FakeContainer(6379);
		FakeContainer database = new FakeContainer(5432);
		FakeContainer second = new FakeContainer(6379);
		Map<String, Supplier<Object>> properties = new LinkedHashMap<>();
		DynamicPropertyRegistry registry = properties::put;
		RedsyncContainers.nodes(List.of(first, database, second)).accept(registry);
		assertThat(properties).containsOnlyKeys("redsync.nodes[0].uri", "redsync.nodes[1].uri");
		assertThat(first.started).isFalse();
		assertThat(properties.get("redsync.nodes[0].uri").get()).isEqualTo("redis://engine:16379");
		assertThat(first.started).isTrue();
		assertThat(database.started).isFalse();
	}

	@Test
	void containersWithoutExposedPortAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedsyncContainers.nodes(List.of(new FakeContainer(5432))))
			.withMessageContaining("withExposedPorts(6379)");
	}

	private static final class FakeContainer extends GenericContainer<FakeContainer> {

		private boolean started;

		private FakeContainer(int port) {
			super("redis:7-alpine");
			withExposedPorts(port);
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public String getHost() {
			return "engine";
		}

		@Override
		public Integer getMappedPort(int port) {
			return 10000 + port;
		}

	}

}

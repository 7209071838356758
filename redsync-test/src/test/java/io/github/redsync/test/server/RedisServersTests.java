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

package io.github.redsync.test.server;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RedisServers}.
 */
class RedisServersTests {

	@Test
	void serversAreIndependent() {
		try (RedisServers servers = RedisServers.start(3)) {
			assertThat(servers.size()).isEqualTo(3);
			assertThat(servers.uris()).hasSize(3).doesNotHaveDuplicates();
			assertThat(servers.uris().get(2)).isEqualTo(servers.get(2).uri());
			servers.get(0).command("SET", "key", "value");
			assertThat(servers.get(1).command("GET", "key")).isNull();
			assertThat(servers).containsExactlyElementsOf(servers.list());
			assertThat(servers.toString()).contains(servers.get(1).toString());
		}
	}

	@Test
	void allServersAreHealed() {
		try (RedisServers servers = RedisServers.start(3)) {
			servers.forEach((server) -> server.command("SET", "key", "value"));
			servers.get(0).kill();
			servers.get(1).pause();
			servers.heal();
			assertThat(servers).allSatisfy((server) -> assertThat(server.command("DBSIZE")).isEqualTo(0L));
		}
	}

	@Test
	void allServersAreClosedInAnyState() {
		RedisServers servers = RedisServers.start(3);
		servers.get(0).kill();
		servers.get(1).pause();
		servers.close();
		servers.close();
		assertThat(servers)
			.allSatisfy((server) -> assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(server::connect));
	}

	@Test
	void customizerIsCalledForEachBuilder() {
		try (RedisServers servers = RedisServers.start(2, (builder) -> builder.arguments("--databases", "3"))) {
			assertThat(servers).allSatisfy(
					(server) -> assertThat(server.command("CONFIG", "GET", "databases")).asString().endsWith("3]"));
		}
	}

	@Test
	void serverThatDoesNotStartStopsOthers() {
		List<RedisServerBuilder> builders = new ArrayList<>();
		try (SystemProperty mode = SystemProperty.embedded()) {
			assertThat(mode).isNotNull();
			long before = ProcessHandle.current().children().count();
			assertThatIllegalStateException().isThrownBy(() -> RedisServers.start(3, (builder) -> {
				builders.add(builder);
				builder.arguments("--databases", (builders.size() == 3) ? "none" : "2");
			}));
			assertThat(builders).hasSize(3);
			assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
		}
	}

	@Test
	void zeroServersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RedisServers.start(0));
	}

}

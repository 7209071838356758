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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link RedisMode} and {@link DockerEngine}.
 */
class RedisModeTests {

	@Test
	void embeddedCanBeForced() {
		assertThat(modeFor("embedded")).isEqualTo(RedisMode.EMBEDDED);
		assertThat(modeFor(" Embedded ")).isEqualTo(RedisMode.EMBEDDED);
	}

	@Test
	void engineDecidesUnlessModeIsForced() {
		RedisMode expected = (DockerEngine.unavailabilityReason() != null) ? RedisMode.EMBEDDED : RedisMode.DOCKER;
		assertThat(modeFor(null)).isEqualTo(expected);
		assertThat(modeFor("")).isEqualTo(expected);
	}

	@Test
	void dockerWithoutEngineIsRefused() {
		assumeTrue(DockerEngine.unavailabilityReason() != null, "there is an engine");
		try (SystemProperty mode = SystemProperty.of(RedisMode.PROPERTY, "docker")) {
			assertThat(mode).isNotNull();
			assertThatIllegalStateException().isThrownBy(RedisServer::start)
				.withMessage("-Dredsync.test.redis=docker, but no Docker engine answers");
		}
	}

	@Test
	void unknownModeIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> modeFor("podman"))
			.withMessage("-Dredsync.test.redis=podman is neither \"docker\" nor \"embedded\"");
	}

	private static RedisMode modeFor(String value) {
		try (SystemProperty mode = SystemProperty.of(RedisMode.PROPERTY, value)) {
			assertThat(mode).isNotNull();
			return RedisMode.current();
		}
	}

}

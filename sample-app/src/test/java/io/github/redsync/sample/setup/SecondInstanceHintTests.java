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

package io.github.redsync.sample.setup;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecondInstanceHint}.
 */
class SecondInstanceHintTests {

	@Test
	void quotesArgumentsForShell() {
		SecondInstanceHint hint = new SecondInstanceHint(List.of("redis://127.0.0.1:1", "redis://127.0.0.1:2"));
		assertThat(hint.arguments(8081)).isEqualTo("--server.port=8081 '--redsync.nodes[0].uri=redis://127.0.0.1:1'"
				+ " '--redsync.nodes[1].uri=redis://127.0.0.1:2'");
	}

	@Test
	void createsMavenCommand() {
		SecondInstanceHint hint = new SecondInstanceHint(List.of("redis://127.0.0.1:1", "redis://127.0.0.1:2"));
		assertThat(hint.mavenCommand(8081))
			.isEqualTo("mvn spring-boot:run \"-Dspring-boot.run.arguments=--server.port=8081"
					+ " --redsync.nodes[0].uri=redis://127.0.0.1:1 --redsync.nodes[1].uri=redis://127.0.0.1:2\"");
	}

}

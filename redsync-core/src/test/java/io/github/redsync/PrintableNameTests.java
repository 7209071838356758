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

package io.github.redsync;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for lock names in messages and logs.
 */
class PrintableNameTests {

	@Test
	void ordinaryNameIsUnchanged() {
		assertThat(PrintableName.from("order:42/ünïcode 😀")).isEqualTo("order:42/ünïcode 😀");
		assertThat(PrintableName.from("x".repeat(100))).hasSize(100).doesNotContain(".");
	}

	@Test
	void nameIsSingleLine() {
		assertThat(PrintableName.from("a\r\nWARN b\t\u001b[31m\u2028\u202e\ud800"))
			.isEqualTo("a\\u000d\\u000aWARN b\\u0009\\u001b[31m\\u2028\\u202e\\ud800");
	}

	@Test
	void longNameIsShortened() {
		assertThat(PrintableName.from("x".repeat(100_000))).isEqualTo("x".repeat(97) + "...");
		assertThat(PrintableName.from("x".repeat(96) + "😀".repeat(50))).isEqualTo("x".repeat(96) + "...");
	}

}

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

package io.github.redsync.spring.execution;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedsyncBlockHoundIntegration}.
 */
class RedsyncBlockHoundIntegrationTests {

	@ParameterizedTest
	@MethodSource("allowed")
	void allowedMethodExists(String type, String method) throws ClassNotFoundException {
		assertThat(Class.forName(type).getDeclaredMethods()).anyMatch((declared) -> declared.getName().equals(method));
	}

	static Object[][] allowed() {
		return RedsyncBlockHoundIntegration.ALLOWED.entrySet()
			.stream()
			.map((entry) -> new Object[] { entry.getKey(), entry.getValue() })
			.toArray(Object[][]::new);
	}

}

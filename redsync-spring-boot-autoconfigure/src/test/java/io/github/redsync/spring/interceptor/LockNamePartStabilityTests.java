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

package io.github.redsync.spring.interceptor;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for values that {@link LockNamePart} accepts and rejects.
 */
class LockNamePartStabilityTests {

	@ParameterizedTest
	@MethodSource("unstable")
	void valueWithoutStableTextIsRejected(Object value) {
		assertThatIllegalArgumentException().isThrownBy(() -> LockNamePart.of(value));
	}

	static Object[] unstable() {
		return new Object[] { new Holder(new byte[] { 7 }), new Holder(new Plain()),
				new Holder(new Holder(new Plain())), new AtomicReference<>(new Plain()), Map.of("id", 7),
				new Holder(Set.of(1, 2)), new Broken() };
	}

	@Test
	void recordWithStableComponentsIsAccepted() {
		assertThat(LockNamePart.of(new Holder("user@cafe"))).isEqualTo("Holder[value=user@cafe]");
	}

	record Holder(Object value) {
	}

	static class Plain {

	}

	static class Broken {

		@Override
		public String toString() {
			throw new UnsupportedOperationException("text");
		}

	}

}

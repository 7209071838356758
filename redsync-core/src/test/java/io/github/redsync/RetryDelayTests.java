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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryDelayTests {

	@Test
	void fixedDelayIsConstant() {
		RetryDelay delay = RetryDelay.fixed(Duration.ofMillis(20));
		assertThat(delay.next(1)).isEqualTo(delay.next(7)).isEqualTo(Duration.ofMillis(20));
	}

	@Test
	void uniformDelayVariesWithinItsRange() {
		RetryDelay delay = RetryDelay.uniform(Duration.ofMillis(50), Duration.ofMillis(250));
		Set<Duration> drawn = new HashSet<>();
		for (int i = 1; i <= 1_000; i++) {
			assertThat(delay.next(i)).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
			drawn.add(delay.next(i));
		}
		assertThat(drawn).hasSizeGreaterThan(900);
	}

	@Test
	void invalidRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryDelay.fixed(Duration.ofMillis(-1)))
			.withMessageContaining("zero or longer");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RetryDelay.uniform(Duration.ofMillis(2), Duration.ofMillis(1)))
			.withMessageContaining("PT0.002S to PT0.001S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RetryDelay.uniform(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessageContaining("between PT0S and PT8760H");
	}

}

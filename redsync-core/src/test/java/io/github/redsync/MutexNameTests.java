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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class MutexNameTests {

	@Test
	void nameOfFencingCounterIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockNames.check("order:fence"))
			.withMessageContaining("'order:fence'")
			.withMessageContaining("choose another name");
	}

	@Test
	void nameThatContainsSuffixElsewhereIsAccepted() {
		assertThatNoException().isThrownBy(() -> LockNames.check("order:fence:1"));
	}

	@Test
	void nameOfMoreThan1024BytesIsRefused() {
		assertThatNoException().isThrownBy(() -> LockNames.check("x".repeat(1_024)));
		assertThatNoException().isThrownBy(() -> LockNames.check("\ud83d\ude00".repeat(256)));
		for (String name : List.of("x".repeat(1_025), "x".repeat(1_000_000), "\u00fc".repeat(513),
				"\ud83d\ude00".repeat(256) + "x")) {
			assertThatIllegalArgumentException().isThrownBy(() -> LockNames.check(name))
				.withMessageContaining("more than 1024 bytes")
				.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(1_500));
		}
	}

	@Test
	void nameWithUnpairedSurrogateIsRefused() {
		for (String name : List.of("a\ud83d", "\ude00b", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
			assertThatIllegalArgumentException().isThrownBy(() -> LockNames.check(name))
				.withMessageContaining("unpaired surrogate");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Redsync.builder().keyPrefix("a\ud83d"))
			.withMessageContaining("key prefix");
	}

}

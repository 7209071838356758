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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockOptionsTests {

	@Test
	void defaultsAreThoseOfGoRedsyncExceptWaiting() {
		LockOptions options = LockOptions.defaults();
		assertThat(options.expiry()).isEqualTo(Duration.ofSeconds(8));
		assertThat(options.driftFactor()).isEqualTo(0.01);
		assertThat(options.timeoutFactor()).isEqualTo(0.05);
		assertThat(options.retryDelay().next(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
		assertThat(options.waitTime()).isEqualTo(Duration.ofSeconds(10)).isGreaterThan(options.expiry());
		assertThat(options.tries()).isNull();
		assertThat(options.failFast()).isTrue();
		assertThat(options.setNxOnExtend()).isFalse();
		assertThat(options.autoExtend()).isFalse();
	}

	@Test
	void triesAloneRemoveTimeLimit() {
		assertThat(LockOptions.builder().tries(32).build().waitTime()).isNull();
		assertThat(LockOptions.builder().tries(32).waitTime(Duration.ofSeconds(1)).build().waitTime())
			.isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void builderDoesNotChangeBuiltOptions() {
		LockOptionsBuilder builder = LockOptions.builder().expiry(Duration.ofSeconds(1));
		LockOptions options = builder.build();
		builder.expiry(Duration.ofSeconds(2));
		assertThat(options.expiry()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.toBuilder().build().expiry()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void valueOutOfRangeIsRefusedWithItsRange() {
		LockOptionsBuilder builder = LockOptions.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.expiry(Duration.ofMillis(9)))
			.withMessage("Invalid expiry PT0.009S: must be between PT0.01S and PT8760H");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.tries(0))
			.withMessageContaining("Invalid tries 0: must be at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.driftFactor(1));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.driftFactor(Double.NaN));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeoutFactor(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.waitTime(Duration.ofMillis(-1)));
	}

	@Test
	void defaultMaxHoldIsNotShorterThanExpiry() {
		LockOptionsBuilder builder = LockOptions.builder();
		assertThat(builder.build().maxHold()).isEqualTo(Duration.ofHours(1));
		assertThat(builder.expiry(Duration.ofHours(2)).build().maxHold()).isEqualTo(Duration.ofHours(2));
		assertThat(builder.build().toBuilder().expiry(Duration.ofHours(3)).build().maxHold())
			.isEqualTo(Duration.ofHours(3));
		assertThat(builder.maxHold(Duration.ofHours(2)).build().maxHold()).isEqualTo(Duration.ofHours(2));
	}

	@Test
	void contradictoryOptionsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.builder().minHold(Duration.ofSeconds(9)).build())
			.withMessageContaining("Invalid minHold PT9S: must not be longer than the expiry PT8S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.builder().maxHold(Duration.ofSeconds(7)).build())
			.withMessageContaining("Invalid maxHold PT7S: must not be shorter than the expiry PT8S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.builder().fencing(true).setNxOnExtend(true).build())
			.withMessageContaining("disable one of them");
	}

	@Test
	void expiryWithoutTimeForReplyIsRefused() {
		assertThat(LockOptions.minExpiry(0.01)).isEqualTo(Duration.ofMillis(53));
		assertThat(LockOptions.builder().expiry(Duration.ofMillis(53)).build().expiry()).hasMillis(53);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.builder().expiry(Duration.ofMillis(52)).build())
			.withMessage("Invalid expiry PT0.052S: must be at least PT0.053S with a driftFactor of 0.01, so that a "
					+ "node has 50 ms to reply");
		LockOptionsBuilder drifting = LockOptions.builder().expiry(Duration.ofMillis(53)).driftFactor(0.5);
		assertThatIllegalArgumentException().isThrownBy(drifting::build).withMessageContaining("at least PT0.104S");
	}

	@Test
	void unlimitedTriesRestoreDefaultWaitTime() {
		LockOptions options = LockOptions.builder().tries(3).unlimitedTries().build();
		assertThat(options.tries()).isNull();
		assertThat(options.waitTime()).isEqualTo(Duration.ofSeconds(10));
	}

}

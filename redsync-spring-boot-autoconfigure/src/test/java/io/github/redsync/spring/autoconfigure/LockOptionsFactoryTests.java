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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redsync.LockOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockOptionsFactoryTests {

	@Test
	void usesDefaultsOfCoreWithoutProperties() {
		assertThat(create(Map.of())).usingRecursiveComparison()
			.ignoringFields("settings.retryDelay")
			.isEqualTo(LockOptions.defaults());
		assertThat(delays(create(Map.of())))
			.allSatisfy((delay) -> assertThat(delay).isBetween(Duration.ofMillis(50), Duration.ofMillis(250)));
	}

	@Test
	void appliesEveryProperty() {
		LockOptions options = create(Map.ofEntries(Map.entry("expiry", "20s"), Map.entry("wait-time", "3s"),
				Map.entry("tries", "7"), Map.entry("retry-delay.min", "5ms"), Map.entry("retry-delay.max", "6ms"),
				Map.entry("drift-factor", "0.02"), Map.entry("timeout-factor", "0.1"), Map.entry("fail-fast", "false"),
				Map.entry("shuffle-nodes", "true"), Map.entry("set-nx-on-extend", "true"),
				Map.entry("auto-extend", "true"), Map.entry("max-hold", "5m"), Map.entry("min-hold", "1s")));
		assertThat(options.expiry()).isEqualTo(Duration.ofSeconds(20));
		assertThat(options.waitTime()).isEqualTo(Duration.ofSeconds(3));
		assertThat(options.tries()).isEqualTo(7);
		assertThat(delays(options))
			.allSatisfy((delay) -> assertThat(delay).isBetween(Duration.ofMillis(5), Duration.ofMillis(6)));
		assertThat(options.driftFactor()).isEqualTo(0.02);
		assertThat(options.timeoutFactor()).isEqualTo(0.1);
		assertThat(options.failFast()).isFalse();
		assertThat(options.shuffleNodes()).isTrue();
		assertThat(options.setNxOnExtend()).isTrue();
		assertThat(options.autoExtend()).isTrue();
		assertThat(options.maxHold()).isEqualTo(Duration.ofMinutes(5));
		assertThat(options.minHold()).isEqualTo(Duration.ofSeconds(1));
		assertThat(options.fencing()).isFalse();
	}

	@Test
	void appliesFencing() {
		assertThat(create(Map.of("fencing", "true")).fencing()).isTrue();
	}

	@Test
	void triesAloneDoNotLimitWaitTime() {
		assertThat(create(Map.of("tries", "32")).waitTime()).isNull();
	}

	@Test
	void appliesFixedRetryDelay() {
		assertThat(delays(create(Map.of("retry-delay", "100ms")))).containsOnly(Duration.ofMillis(100));
	}

	@Test
	void appliesRangeOfRetryDelays() {
		assertThat(delays(create(Map.of("retry-delay", "5ms - PT0.006S"))))
			.allSatisfy((delay) -> assertThat(delay).isBetween(Duration.ofMillis(5), Duration.ofMillis(6)));
	}

	@Test
	void usesDefaultsForEmptyValues() {
		LockOptions options = create(Map.of("expiry", "", "wait-time", "", "tries", "", "retry-delay", ""));
		assertThat(options.expiry()).isEqualTo(Duration.ofSeconds(8));
		assertThat(options.waitTime()).isEqualTo(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@CsvSource({ "expiry, 5ms", "expiry, 366d", "expiry, 52ms", "wait-time, -1s", "tries, 0", "drift-factor, 1",
			"drift-factor, -0.1", "timeout-factor, 0", "timeout-factor, 1.1", "retry-delay.min, 1s",
			"retry-delay.min, -1s", "max-hold, 1ms", "min-hold, -1s", "min-hold, 9s" })
	void namesPropertyThatIsOutOfRange(String name, String value) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> create(Map.of(name, value)))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("redsync.lock." + name);
				assertThat(ex.getReason()).matches("[A-Z].*[^.]\\.").doesNotContain("null");
			});
	}

	@Test
	void refusesFencingWithSetNxOnExtend() {
		assertThatExceptionOfType(MutuallyExclusiveConfigurationPropertiesException.class)
			.isThrownBy(() -> create(Map.of("fencing", "true", "set-nx-on-extend", "true")))
			.withMessageContaining("redsync.lock.fencing")
			.withMessageContaining("redsync.lock.set-nx-on-extend");
	}

	private static Iterable<Duration> delays(LockOptions options) {
		return IntStream.range(1, 100).mapToObj(options.retryDelay()::next).toList();
	}

	private static LockOptions create(Map<String, String> properties) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		properties.forEach((name, value) -> source.put("redsync.lock." + name, value));
		return LockOptionsFactory.create(new Binder(source).bindOrCreate("redsync.lock", RedsyncLockProperties.class));
	}

}

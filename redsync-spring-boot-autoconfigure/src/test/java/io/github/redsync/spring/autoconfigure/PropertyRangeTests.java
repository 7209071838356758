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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.github.redsync.Redsync;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests both ends of the range of each property, and that its documentation names them.
 */
class PropertyRangeTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedsyncAutoConfiguration.class, SslAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "lock.expiry | from 53 ms to 365 days | 52ms, 366d | 53ms, 365d",
					"lock.wait-time | from zero (a single attempt) to 365 days | -1ms, 366d | 0, 365d",
					"lock.quorum-wait-time | from zero to 365 days | -1ms, 366d | 0, 365d",
					"lock.tries | at least 1 | 0, -1 | 1, 2147483647",
					"lock.retry-delay.min | from zero to the maximum | -1ms, 251ms | 0, 250ms",
					"lock.retry-delay.max | from the minimum to 365 days | 49ms, 366d, 200000d | 50ms, 365d",
					"lock.drift-factor | at least 0 and below 1 | -0.001, 1, NaN | 0, 0.99",
					"lock.timeout-factor | above 0 and at most 1 | 0, 1.001, NaN | 0.001, 1",
					"lock.max-hold | from the expiry to 365 days | 7999ms, 366d | 8s, 365d",
					"lock.min-hold | from zero to the expiry | -1ms, 8001ms | 0, 8s",
					"nodes[0].pool-size | from 1 to 64 | 0, 65 | 1, 64",
					"nodes[0].port | from 1 to 65535 | 0, 65536 | 1, 65535",
					"nodes[0].database | zero or more | -1, -2147483648 | 0, 2147483647",
					"nodes[0].connect-timeout | from 1 ms to 1 hour | 0, 999us, 3600001ms | 1ms, 1h" })
	void rangeIsEnforcedAndDocumented(String property, String range, String refused, String accepted)
			throws IOException {
		assertThat(documented(property)).isNotEmpty().allSatisfy((text) -> assertThat(text).contains(range));
		for (String value : refused.split(", ")) {
			this.contextRunner
				.withPropertyValues("redsync.nodes[0].host=localhost", "redsync." + property + "=" + value)
				.run((context) -> assertThat(context).as(value)
					.getFailure()
					.hasStackTraceContaining("redsync." + property));
		}
		for (String value : accepted.split(", ")) {
			this.contextRunner
				.withPropertyValues("redsync.nodes[0].host=localhost", "redsync." + property + "=" + value)
				.run((context) -> assertThat(context).as(value).hasSingleBean(Redsync.class));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "lock.expiry=58ms", "lock.expiry=57ms" })
	void minimumExpiryDependsOnDriftFactor(String expiry) {
		this.contextRunner
			.withPropertyValues("redsync.nodes[0].host=localhost", "redsync.lock.drift-factor=0.1", "redsync." + expiry)
			.run((context) -> assertThat(context.getStartupFailure() == null).isEqualTo(expiry.contains("58")));
	}

	@Test
	void expiryLongerThanDefaultMaxHoldIsAccepted() {
		this.contextRunner.withPropertyValues("redsync.nodes[0].host=localhost", "redsync.lock.expiry=2h")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner
			.withPropertyValues("redsync.nodes[0].host=localhost", "redsync.lock.expiry=2h", "redsync.lock.max-hold=1h")
			.run((context) -> assertThat(context).hasFailed());
	}

	/**
	 * Return the row of the reference and the description in the metadata, which has none
	 * for elements of a list.
	 */
	private static List<String> documented(String property) throws IOException {
		String name = "redsync." + property.replace("[0]", "[*]");
		try (Stream<String> lines = Files.lines(Path.of("..", "docs", "configuration.md"));
				InputStream json = RedsyncProperties.class
					.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<String> described = JsonPath.read(json, "$.properties[?(@.name=='" + name + "')].description");
			assertThat(described).hasSize(property.startsWith("nodes") ? 0 : 1);
			return Stream.concat(lines.filter((line) -> line.startsWith("| `" + name + "`")), described.stream())
				.toList();
		}
	}

}

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

package io.github.redsync.spring.autoconfigure.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redsync.AcquireOutcome;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeResult;
import io.micrometer.common.docs.KeyName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code docs/metrics.md} documents all meters and tag values.
 */
class MetricsReferenceTests {

	private static final Path REFERENCE = Path.of("..", "docs", "metrics.md");

	@Test
	void describesEveryMeter() throws IOException {
		List<String> rows = rows("| `redsync.");
		assertThat(rows).map((row) -> row.substring(0, row.indexOf(" | `redsync_")))
			.containsExactlyElementsOf(Arrays.stream(RedsyncMeter.values()).map(MetricsReferenceTests::row).toList());
	}

	@Test
	void describesEveryTagValue() throws IOException {
		assertThat(row("| `outcome` of `redsync.lock.acquire`")).contains(values(AcquireOutcome.values()));
		assertThat(row("| `outcome` of `redsync.node.request`")).contains(values(NodeResult.Outcome.values()));
		assertThat(row("| `operation`")).contains(values(NodeOperation.values()));
	}

	private static String row(RedsyncMeter meter) {
		String tags = Arrays.stream(meter.getKeyNames())
			.map(KeyName::asString)
			.map((tag) -> "`" + tag + "`")
			.collect(Collectors.joining(", "));
		String type = meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
		return "| `" + meter.getName() + "` | " + type + " | " + tags;
	}

	private static String row(String start) throws IOException {
		assertThat(rows(start)).hasSize(1);
		return rows(start).get(0);
	}

	private static List<String> rows(String start) throws IOException {
		return Files.readAllLines(REFERENCE).stream().filter((line) -> line.startsWith(start)).toList();
	}

	private static List<String> values(Enum<?>[] constants) {
		return Stream.of(constants).map((constant) -> "`" + TagValues.of(constant) + "`").toList();
	}

}

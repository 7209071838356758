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

package io.github.redsync.hazards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Consistency of the safety page with the tests that it names.
 */
class SafetyPageTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*Tests)(?:\\.([a-z]\\w+))?|([a-z]\\w{20,}))`");

	private static final Pattern ROW = Pattern.compile("\\| H(\\d+) [SL] \\|");

	private static final int HAZARDS = 52;

	@Test
	void everyNamedTestExists() throws IOException {
		Map<String, String> sources = sources();
		Set<String> missing = new LinkedHashSet<>();
		int named = 0;
		for (String line : Files.readAllLines(ROOT.resolve("docs/safety.md"))) {
			String inClass = "";
			Matcher matcher = NAMED.matcher(line);
			while (matcher.find()) {
				named++;
				// A method without a class belongs to the class named before it
				inClass = (matcher.group(1) != null) ? matcher.group(1) : inClass;
				String method = (matcher.group(1) != null) ? matcher.group(2) : matcher.group(3);
				String source = sources.getOrDefault(inClass, "");
				if (source.isEmpty() || (method != null && !source.contains(" " + method + "("))) {
					missing.add(matcher.group());
				}
			}
		}
		assertThat(missing).isEmpty();
		assertThat(named).isGreaterThan(30);
	}

	@Test
	void everyHazardHasItsOwnRow() throws IOException {
		List<String> rows = Files.readAllLines(ROOT.resolve("docs/safety.md"))
			.stream()
			.map(ROW::matcher)
			.filter(Matcher::lookingAt)
			.map((row) -> row.group(1))
			.toList();
		assertThat(rows).containsExactlyInAnyOrderElementsOf(
				IntStream.rangeClosed(1, HAZARDS).mapToObj(Integer::toString).toList());
	}

	private static Map<String, String> sources() throws IOException {
		try (Stream<Path> here = Files.walk(Path.of("src/test/java"));
				Stream<Path> core = Files.walk(ROOT.resolve("redsync-core/src/test/java"))) {
			List<Path> tests = Stream.concat(here, core)
				.filter((file) -> file.toString().matches(".*Tests\\.java"))
				.toList();
			return tests.stream()
				.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""),
						SafetyPageTests::read));
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

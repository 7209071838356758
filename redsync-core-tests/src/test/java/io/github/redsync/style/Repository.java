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

package io.github.redsync.style;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The sources and the documents of this repository.
 */
final class Repository {

	private static final Set<String> SKIPPED = Set.of("target", ".git", ".idea", "node_modules", "style");

	private Repository() {
	}

	/**
	 * Return the files with one of the endings, in a stable order.
	 */
	static List<Path> files(String... endings) {
		try (Stream<Path> files = Files.walk(root())) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> Stream.of(endings).anyMatch(file.toString()::endsWith))
				.filter((file) -> Stream.of(relative(file).split("/")).noneMatch(SKIPPED::contains))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The repository cannot be read", ex);
		}
	}

	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(file + " cannot be read", ex);
		}
	}

	/**
	 * Return the path of a file from the root of the repository, with slashes.
	 */
	static String relative(Path file) {
		return root().relativize(file).toString().replace('\\', '/');
	}

	private static Path root() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("CONTRIBUTING.md"))) {
			directory = directory.getParent();
			if (directory == null) {
				throw new IllegalStateException("No directory above " + Path.of("").toAbsolutePath()
						+ " is the root of the repository: run the test inside of it");
			}
		}
		return directory;
	}

}

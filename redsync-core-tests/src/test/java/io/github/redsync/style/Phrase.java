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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A phrase that plain English does without.
 *
 * @param pattern finds the phrase
 * @param advice what to write in place of it
 */
record Phrase(Pattern pattern, String advice) {

	private static final String ARROW = " -> ";

	static List<Phrase> all() {
		return lines("phrases.txt").stream().map(Phrase::parse).toList();
	}

	static List<String> exceptions() {
		return lines("exceptions.txt");
	}

	private static Phrase parse(String line) {
		int arrow = line.lastIndexOf(ARROW);
		return new Phrase(Pattern.compile(line.substring(0, arrow), Pattern.CASE_INSENSITIVE),
				line.substring(arrow + ARROW.length()));
	}

	boolean isIn(String line) {
		return this.pattern.matcher(line).find();
	}

	private static List<String> lines(String name) {
		try (InputStream resource = Phrase.class.getResourceAsStream("/style/" + name)) {
			return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(name + " cannot be read", ex);
		}
	}

}

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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the language of the repository plain: phrases that hide the subject or the term,
 * names of tests, and the width of documents. {@code phrases.txt} has the phrases,
 * {@code exceptions.txt} the lines that may contain one.
 */
class PlainLanguageTests {

	private static final int MAX_COLUMNS = 120;

	private static final int MAX_TEST_NAME = 60;

	private static final Pattern PROSE_OF_CODE = Pattern.compile("^\\s*(\\*|//|/\\*|--|#)|\"");

	private static final Pattern TEST_METHOD = Pattern.compile("^\\t+(?:public )?void (\\w+)\\(.*\\{$");

	private static final Pattern ARTICLE = Pattern.compile("(a|an|the)[A-Z]\\w*|\\w*(An|The)[A-Z]\\w*");

	@Test
	void proseHasNoBannedPhrase() {
		List<Phrase> phrases = Phrase.all();
		List<String> exceptions = Phrase.exceptions();
		List<String> found = new ArrayList<>();
		for (Path file : Repository.files(".java", ".kt", ".lua", ".md", ".yml")) {
			String path = Repository.relative(file);
			boolean document = path.endsWith(".md");
			List<String> lines = Repository.lines(file);
			for (int i = 0; i < lines.size(); i++) {
				String line = lines.get(i);
				if (document || PROSE_OF_CODE.matcher(line).find()) {
					for (Phrase phrase : phrases) {
						if (phrase.isIn(line) && exceptions.stream().noneMatch((one) -> matches(one, path, line))) {
							found.add(path + ":" + (i + 1) + ": " + line.strip() + " [" + phrase.advice() + "]");
						}
					}
				}
			}
		}
		assertThat(found).as("lines to be written in plain words").isEmpty();
	}

	@Test
	void testNamesAreShortAndHaveNoArticle() {
		List<String> found = new ArrayList<>();
		for (Path file : Repository.files("Tests.java", "IT.java")) {
			List<String> lines = Repository.lines(file);
			for (int i = 1; i < lines.size(); i++) {
				Matcher method = TEST_METHOD.matcher(lines.get(i));
				if (method.matches() && isTest(lines, i)
						&& (method.group(1).length() > MAX_TEST_NAME || ARTICLE.matcher(method.group(1)).matches())) {
					found.add(Repository.relative(file) + ":" + (i + 1) + ": " + method.group(1));
				}
			}
		}
		assertThat(found).as("names of tests with more than %d characters or an article", MAX_TEST_NAME).isEmpty();
	}

	@Test
	void documentsWrapAtLimit() {
		List<String> found = new ArrayList<>();
		for (Path file : Repository.files(".md")) {
			boolean code = false;
			List<String> lines = Repository.lines(file);
			for (int i = 0; i < lines.size(); i++) {
				String line = lines.get(i);
				code ^= line.startsWith("```");
				// Neither a table nor a long link can be wrapped
				if (!code && line.length() > MAX_COLUMNS && !line.stripLeading().startsWith("|")
						&& !line.contains("](")) {
					found.add(Repository.relative(file) + ":" + (i + 1) + ": " + line.length() + " columns");
				}
			}
		}
		assertThat(found).as("lines of documents with more than %d columns", MAX_COLUMNS).isEmpty();
	}

	private static boolean isTest(List<String> lines, int method) {
		for (int i = method - 1; i >= 0 && lines.get(i).startsWith("\t") && !lines.get(i).isBlank(); i--) {
			if (lines.get(i).strip().matches("@(Test|ParameterizedTest|RepeatedTest)\\b.*")) {
				return true;
			}
		}
		return false;
	}

	private static boolean matches(String exception, String path, String line) {
		int colon = exception.indexOf(": ");
		return path.endsWith(exception.substring(0, colon)) && line.contains(exception.substring(colon + 2));
	}

}

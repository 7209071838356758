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

/**
 * Prepares lock names for messages and logs. A name may come from a user, and must
 * neither forge a log line nor fill the log.
 */
public final class PrintableName {

	private static final int MAX_LENGTH = 100;

	private static final int MAX_TEXT_LENGTH = 1_000;

	private static final String ELLIPSIS = "...";

	private PrintableName() {
	}

	/**
	 * Return a name as a single line.
	 * @param name the name of a lock
	 * @return the name, at most 100 characters of it, with control and format characters,
	 * line separators and unpaired surrogates escaped as in Java source
	 */
	public static String from(String name) {
		return printable(name, MAX_LENGTH);
	}

	/**
	 * Return a text as a single line, for example a message that quotes user input.
	 * @param text the text
	 * @return the text, at most 1,000 characters of it, escaped as a name is
	 */
	public static String escape(String text) {
		return printable(text, MAX_TEXT_LENGTH);
	}

	private static String printable(String name, int maxLength) {
		int end = name.length();
		boolean cut = end > maxLength;
		if (cut) {
			end = maxLength - ELLIPSIS.length();
			end -= Character.isHighSurrogate(name.charAt(end - 1)) ? 1 : 0;
		}
		StringBuilder text = new StringBuilder(MAX_LENGTH);
		for (int i = 0; i < end; i += Character.charCount(name.codePointAt(i))) {
			append(text, name.codePointAt(i));
		}
		return cut ? text.append(ELLIPSIS).toString() : text.toString();
	}

	private static void append(StringBuilder text, int character) {
		switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> {
				for (char unit : Character.toChars(character)) {
					text.append(String.format("\\u%04x", (int) unit));
				}
			}
			default -> text.appendCodePoint(character);
		}
	}

}

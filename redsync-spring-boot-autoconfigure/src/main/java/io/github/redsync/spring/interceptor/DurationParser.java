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

package io.github.redsync.spring.interceptor;

import java.time.Duration;

import io.github.redsync.RetryDelay;

import org.springframework.boot.convert.DurationStyle;

/**
 * Parses durations of an annotation, and ranges of durations.
 */
public final class DurationParser {

	private static final String FORMS = "a number with a unit (ns, us, ms, s, m, h or d), such as '10s', "
			+ "or ISO-8601, such as 'PT10S'";

	private DurationParser() {
	}

	static Duration parse(LockAttribute attribute) {
		try {
			return parse(attribute.value().trim());
		}
		catch (IllegalArgumentException ex) {
			throw attribute.fault("not a duration", "Use " + FORMS + ".", ex);
		}
	}

	static RetryDelay parseRetryDelay(LockAttribute attribute) {
		try {
			Range range = parseRange(attribute.value());
			return RetryDelay.uniform(range.min(), range.max());
		}
		catch (IllegalArgumentException ex) {
			throw attribute.fault("not a retry delay (" + ex.getMessage() + ")",
					"Use one duration, as in '100ms', or a minimum and a maximum, as in '50ms-250ms'. A duration is "
							+ FORMS + ".",
					ex);
		}
	}

	/**
	 * Parse a duration or a range of durations.
	 * @param text one duration, such as {@code 100ms}, or the minimum and the maximum,
	 * such as {@code 50ms-250ms}
	 * @return the range
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static Range parseRange(String text) {
		int dash = text.indexOf('-', 1);
		Duration min = parse(text.substring(0, (dash != -1) ? dash : text.length()).trim());
		return new Range(min, (dash != -1) ? parse(text.substring(dash + 1).trim()) : min);
	}

	private static Duration parse(String text) {
		if (!text.isEmpty() && text.chars().allMatch(Character::isDigit) && !text.chars().allMatch((c) -> c == '0')) {
			// DurationStyle reads "10" as milliseconds, which is rarely intended
			throw new IllegalArgumentException("'" + text + "' has no unit");
		}
		return DurationStyle.detectAndParse(text);
	}

	/**
	 * A range of durations.
	 *
	 * @param min the minimum
	 * @param max the maximum, equal to the minimum for a single duration
	 */
	public record Range(Duration min, Duration max) {

	}

}

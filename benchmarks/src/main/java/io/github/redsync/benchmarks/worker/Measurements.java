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

package io.github.redsync.benchmarks.worker;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was measured, by name. As a line: {@code name=value name=value}. Not safe for use
 * by many threads.
 */
public final class Measurements {

	private final Map<String, Double> values = new LinkedHashMap<>();

	/**
	 * Add a figure.
	 * @param name its name, without blanks
	 * @param value its value
	 * @return these figures
	 */
	public Measurements with(String name, double value) {
		this.values.put(name, value);
		return this;
	}

	/**
	 * Return a figure.
	 * @param name its name
	 * @return its value
	 * @throws IllegalArgumentException if there is none of that name
	 */
	public double get(String name) {
		Double value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("There is no '" + name + "' among " + this.values.keySet());
		}
		return value;
	}

	/**
	 * Read figures from a line.
	 * @param line the line
	 * @return the figures
	 */
	public static Measurements ofLine(String line) {
		Measurements figures = new Measurements();
		for (String word : line.trim().split(" ")) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				figures.with(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
			}
		}
		return figures;
	}

	/**
	 * Write the figures as a line.
	 * @return the line, without its end
	 */
	public String toLine() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> String.format(Locale.ROOT, "%s=%.3f", entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(" "));
	}

	@Override
	public String toString() {
		return toLine();
	}

}

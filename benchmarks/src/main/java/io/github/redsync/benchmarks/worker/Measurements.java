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
 * Measured values by name. As a line: {@code name=value name=value}. Not thread-safe.
 */
public final class Measurements {

	private final Map<String, Double> values = new LinkedHashMap<>();

	/**
	 * Add a value.
	 * @param name its name, without blanks
	 * @param value its value
	 * @return these measurements
	 */
	public Measurements with(String name, double value) {
		this.values.put(name, value);
		return this;
	}

	/**
	 * Return a value.
	 * @param name its name
	 * @return its value
	 * @throws IllegalArgumentException if there is no such value
	 */
	public double get(String name) {
		Double value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("No value '" + name + "' among " + this.values.keySet());
		}
		return value;
	}

	/**
	 * Parse a line.
	 * @param line the line
	 * @return the measurements
	 */
	public static Measurements ofLine(String line) {
		Measurements measurements = new Measurements();
		for (String word : line.trim().split(" ")) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				measurements.with(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
			}
		}
		return measurements;
	}

	/**
	 * Return the values as a line.
	 * @return the line, without a line separator
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

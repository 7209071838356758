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

package io.github.redsync.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A Markdown table. Not thread-safe.
 */
public final class Table {

	private final List<String> lines = new ArrayList<>();

	/**
	 * Create a table.
	 * @param header the titles of the columns
	 */
	public Table(String... header) {
		row((Object[]) header);
		this.lines.add("|" + "---|".repeat(header.length));
	}

	/**
	 * Add a row.
	 * @param cells the cells, one for each column
	 * @return this table
	 */
	public Table row(Object... cells) {
		StringBuilder line = new StringBuilder("|");
		for (Object cell : cells) {
			line.append(' ').append(cell).append(" |");
		}
		this.lines.add(line.toString());
		return this;
	}

	/**
	 * Format a number with three significant digits and thousands separators.
	 * @param value the number
	 * @return the text
	 */
	public static String number(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		double size = Math.abs(value);
		String format = (size >= 100) ? "%,.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

	/**
	 * Format a ratio with its measured value.
	 * @param ratio the ratio
	 * @param value the value
	 * @return the text
	 */
	public static String ratio(double ratio, double value) {
		return "**" + number(ratio) + "** (" + number(value) + ")";
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines);
	}

}

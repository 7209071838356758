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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of results. Each scenario replaces its own section between two markers; the
 * other text is written by hand.
 */
public final class Report {

	private final Path page;

	private final Path images;

	/**
	 * Create a report.
	 * @param root the root directory of the project
	 */
	public Report(Path root) {
		this.page = root.resolve("docs/performance.md");
		this.images = root.resolve("docs/images");
	}

	/**
	 * Replace the section of a scenario.
	 * @param scenario the name of the scenario
	 * @param text the section, in Markdown
	 * @throws IOException if the page cannot be written or has no such section
	 */
	public void write(String scenario, String text) throws IOException {
		System.out.println(text);
		String begin = "<!-- " + scenario + ": written by the benchmarks -->\n";
		String end = "<!-- end of " + scenario + " -->";
		String content = Files.readString(this.page);
		int from = content.indexOf(begin);
		int to = content.indexOf(end);
		if (from < 0 || to < from) {
			throw new IOException(this.page + " has no section between '" + begin.trim() + "' and '" + end + "'");
		}
		Files.writeString(this.page,
				content.substring(0, from + begin.length()) + "\n" + text + "\n\n" + content.substring(to));
	}

	/**
	 * Write a plot.
	 * @param name the file name without its extension
	 * @param plot the plot
	 * @return the reference to the plot, in Markdown
	 * @throws IOException if it cannot be written
	 */
	public String write(String name, Plot plot) throws IOException {
		Files.createDirectories(this.images);
		plot.write(this.images.resolve(name + ".svg"));
		return "![" + plot.title() + "](images/" + name + ".svg)";
	}

}

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

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * A bar chart of the contenders relative to the baseline. Not thread-safe.
 */
public final class Plot {

	private final String title;

	private final List<String> contenders = new ArrayList<>();

	private final List<Double> values = new ArrayList<>();

	/**
	 * Create a plot.
	 * @param title the title
	 */
	public Plot(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Add a bar.
	 * @param contender the contender
	 * @param value its height
	 * @return this plot
	 */
	public Plot bar(String contender, double value) {
		this.contenders.add(contender);
		this.values.add(Math.round(value * 100) / 100.0);
		return this;
	}

	void write(Path file) throws IOException {
		CategoryChart chart = new CategoryChartBuilder().width(840).height(360).title(this.title).build();
		chart.getStyler()
			.setLegendPosition(LegendPosition.OutsideE)
			.setLegendVisible(false)
			.setChartBackgroundColor(Color.WHITE)
			.setPlotBorderVisible(false)
			.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
		chart.getStyler().setLabelsVisible(true).setAvailableSpaceFill(0.6).setOverlapped(true);
		// Prevents long names from overlapping
		chart.getStyler().setYAxisLogarithmic(false).setXAxisLabelRotation(15);
		chart.addSeries("x baseline", this.contenders, this.values).setFillColor(new Color(0x2f6f9f));
		VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
	}

}

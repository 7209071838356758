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

package io.github.redsync.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.redsync.benchmarks.worker.Measurements;

/**
 * The figures of every contender in every round. Rounds are compared one by one, since a
 * machine drifts: the ratio of two contenders is the median of the ratios in each round.
 * Not safe for use by many threads.
 */
public final class Samples {

	private final Map<String, List<Measurements>> rounds = new LinkedHashMap<>();

	/**
	 * Add the figures of a round.
	 * @param title the contender
	 * @param figures its figures
	 */
	public void add(String title, Measurements figures) {
		this.rounds.computeIfAbsent(title, (key) -> new ArrayList<>()).add(figures);
	}

	/**
	 * Add the figures of a contender in other samples, to be compared with some of here.
	 * @param title the name that they get here
	 * @param others the other samples
	 * @param contender the contender
	 */
	public void addAll(String title, Samples others, String contender) {
		others.of(contender).forEach((figures) -> add(title, figures));
	}

	/**
	 * Return the contenders that were measured.
	 * @return their names, in the order in which they came first
	 */
	public List<String> titles() {
		return List.copyOf(this.rounds.keySet());
	}

	/**
	 * Return a figure of a contender.
	 * @param title the contender
	 * @param figure the name of the figure
	 * @return the median over the rounds
	 */
	public double median(String title, String figure) {
		return median(of(title).stream().mapToDouble((round) -> round.get(figure)).toArray());
	}

	/**
	 * Return how a contender stands to another.
	 * @param title the contender
	 * @param other the contender to compare with
	 * @param figure the name of the figure
	 * @return the median over the rounds of the ratio in each
	 */
	public double ratio(String title, String other, String figure) {
		List<Measurements> own = of(title);
		List<Measurements> others = of(other);
		return median(IntStream.range(0, Math.min(own.size(), others.size()))
			.mapToDouble((round) -> own.get(round).get(figure) / others.get(round).get(figure))
			.toArray());
	}

	private List<Measurements> of(String title) {
		return this.rounds.getOrDefault(title, List.of());
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}

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
 * The measurements of each contender in each round. The ratio of two contenders is the
 * median of the ratios in each round, because the speed of a machine drifts. Not
 * thread-safe.
 */
public final class Samples {

	private final Map<String, List<Measurements>> rounds = new LinkedHashMap<>();

	/**
	 * Add the measurements of a round.
	 * @param title the contender
	 * @param measurements its measurements
	 */
	public void add(String title, Measurements measurements) {
		this.rounds.computeIfAbsent(title, (key) -> new ArrayList<>()).add(measurements);
	}

	/**
	 * Add the measurements of a contender from other samples.
	 * @param title the name in these samples
	 * @param others the other samples
	 * @param contender the contender
	 */
	public void addAll(String title, Samples others, String contender) {
		others.of(contender).forEach((measurements) -> add(title, measurements));
	}

	/**
	 * Return the measured contenders.
	 * @return their names, in the order of their first measurement
	 */
	public List<String> titles() {
		return List.copyOf(this.rounds.keySet());
	}

	/**
	 * Return a value of a contender.
	 * @param title the contender
	 * @param name the name of the value
	 * @return the median over the rounds
	 */
	public double median(String title, String name) {
		return median(of(title).stream().mapToDouble((round) -> round.get(name)).toArray());
	}

	/**
	 * Return the ratio of a contender to another.
	 * @param title the contender
	 * @param other the contender to compare with
	 * @param name the name of the value
	 * @return the median of the ratios in each round
	 */
	public double ratio(String title, String other, String name) {
		List<Measurements> own = of(title);
		List<Measurements> others = of(other);
		return median(IntStream.range(0, Math.min(own.size(), others.size()))
			.mapToDouble((round) -> own.get(round).get(name) / others.get(round).get(name))
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

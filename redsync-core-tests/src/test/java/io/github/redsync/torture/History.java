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

package io.github.redsync.torture;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The result of a run.
 *
 * @param names the names of the locks that every process has contended for
 * @param intervals the hold intervals of each process, by its name, in any order
 * @param healedNanos the end of the last fault, on the machine's monotonic clock
 * @param keysLeft the keys on the servers after all processes have ended
 */
record History(Set<String> names, Map<String, List<HoldInterval>> intervals, long healedNanos, List<String> keysLeft) {

	/**
	 * Return whether a process has held a lock after the end of the last fault.
	 */
	boolean isAvailableAgain(String process, String name) {
		return this.intervals.getOrDefault(process, List.of())
			.stream()
			.anyMatch((interval) -> interval.name().equals(name) && interval.fromNanos() > this.healedNanos);
	}

	List<HoldInterval> intervalsOf(String name) {
		return this.intervals.values()
			.stream()
			.flatMap(List::stream)
			.filter((interval) -> interval.name().equals(name))
			.toList();
	}

}

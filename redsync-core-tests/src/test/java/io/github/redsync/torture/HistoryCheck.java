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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A check of a history for violations: two concurrent holders, a fencing token that is
 * not larger than that of every earlier holder, a lock that a process never acquired
 * again, or a key that was left behind.
 */
final class HistoryCheck {

	private HistoryCheck() {
	}

	static List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		for (String name : history.names()) {
			violations.addAll(violations(history.intervalsOf(name)));
			history.intervals()
				.keySet()
				.stream()
				.filter((process) -> !history.isAvailableAgain(process, name))
				.forEach((process) -> violations.add("Lock '" + name + "' was not held again by " + process));
		}
		history.keysLeft()
			.stream()
			.filter((key) -> !key.endsWith(":fence"))
			.forEach((key) -> violations.add("Key '" + key + "' was left behind"));
		return violations;
	}

	/**
	 * Return the violations in the hold intervals of one lock.
	 */
	static List<String> violations(List<HoldInterval> intervals) {
		List<String> violations = new ArrayList<>();
		List<HoldInterval> ordered = intervals.stream()
			.sorted(Comparator.comparingLong(HoldInterval::fromNanos))
			.toList();
		HoldInterval latest = null;
		HoldInterval largest = null;
		for (HoldInterval interval : ordered) {
			if (latest != null && interval.fromNanos() <= latest.toNanos()) {
				violations.add("Held concurrently: " + latest + " and " + interval);
			}
			if (largest != null && interval.token() <= largest.token()) {
				violations.add("Token not larger: " + largest + " and then " + interval);
			}
			latest = (latest == null || interval.toNanos() > latest.toNanos()) ? interval : latest;
			largest = (largest == null || interval.token() > largest.token()) ? interval : largest;
		}
		return violations;
	}

	/**
	 * Return the longest time without a holder.
	 */
	static long longestGapNanos(List<HoldInterval> intervals) {
		long longest = 0;
		long latest = Long.MAX_VALUE;
		for (HoldInterval interval : intervals.stream()
			.sorted(Comparator.comparingLong(HoldInterval::fromNanos))
			.toList()) {
			longest = Math.max(longest, interval.fromNanos() - latest);
			latest = (latest == Long.MAX_VALUE) ? interval.toNanos() : Math.max(latest, interval.toNanos());
		}
		return longest;
	}

}

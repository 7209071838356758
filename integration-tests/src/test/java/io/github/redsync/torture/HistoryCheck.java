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
 * Finds in a history what must not be: two holders at once, a fencing token that is not
 * larger than that of every earlier holder, a lock that could not be had again, or a key
 * that was left.
 */
final class HistoryCheck {

	private HistoryCheck() {
	}

	static List<String> violations(History history) {
		List<String> violations = new ArrayList<>();
		for (String name : history.names()) {
			violations.addAll(violations(history.claimsOf(name)));
			history.claims()
				.keySet()
				.stream()
				.filter((process) -> !history.isAvailableAgain(process, name))
				.forEach((process) -> violations.add("Lock '" + name + "' was never again held by " + process));
		}
		history.keysLeft()
			.stream()
			.filter((key) -> !key.endsWith(":fence"))
			.forEach((key) -> violations.add("Key '" + key + "' is left"));
		return violations;
	}

	/**
	 * Find what must not be in the claims for one lock.
	 */
	static List<String> violations(List<HoldInterval> claims) {
		List<String> violations = new ArrayList<>();
		List<HoldInterval> ordered = claims.stream().sorted(Comparator.comparingLong(HoldInterval::fromNanos)).toList();
		HoldInterval latest = null;
		HoldInterval largest = null;
		for (HoldInterval claim : ordered) {
			if (latest != null && claim.fromNanos() <= latest.toNanos()) {
				violations.add("Held at once: " + latest + " and " + claim);
			}
			if (largest != null && claim.token() <= largest.token()) {
				violations.add("Token not larger: " + largest + " and then " + claim);
			}
			latest = (latest == null || claim.toNanos() > latest.toNanos()) ? claim : latest;
			largest = (largest == null || claim.token() > largest.token()) ? claim : largest;
		}
		return violations;
	}

	/**
	 * Return the longest time for which nobody claims to have held a lock.
	 */
	static long longestGapNanos(List<HoldInterval> claims) {
		long longest = 0;
		long latest = Long.MAX_VALUE;
		for (HoldInterval claim : claims.stream().sorted(Comparator.comparingLong(HoldInterval::fromNanos)).toList()) {
			longest = Math.max(longest, claim.fromNanos() - latest);
			latest = (latest == Long.MAX_VALUE) ? claim.toNanos() : Math.max(latest, claim.toNanos());
		}
		return longest;
	}

}

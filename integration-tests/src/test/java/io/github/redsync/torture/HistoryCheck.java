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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds in the claims of all processes what must not be: two holders at once, or a
 * fencing token that is not larger than that of an earlier holder.
 */
final class HistoryCheck {

	private HistoryCheck() {
	}

	static List<String> violations(List<Claim> claims) {
		List<String> violations = new ArrayList<>();
		Map<String, List<Claim>> byName = claims.stream().collect(Collectors.groupingBy(Claim::name));
		byName.values().forEach((ofName) -> {
			List<Claim> ordered = ofName.stream().sorted(Comparator.comparingLong(Claim::fromNanos)).toList();
			Claim latest = ordered.get(0);
			Claim largest = latest;
			for (Claim claim : ordered.subList(1, ordered.size())) {
				if (claim.fromNanos() <= latest.toNanos()) {
					violations.add("Held at once: " + latest + " and " + claim);
				}
				if (claim.token() <= largest.token()) {
					violations.add("Token not larger: " + largest + " and then " + claim);
				}
				latest = (claim.toNanos() > latest.toNanos()) ? claim : latest;
				largest = (claim.token() > largest.token()) ? claim : largest;
			}
		});
		return violations;
	}

}

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
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The history check detects each violation that is inserted into a valid history.
 */
class HistoryCheckTests {

	private static final List<HoldInterval> ONE = List.of(new HoldInterval("a", "v1", 1, 10, 20),
			new HoldInterval("b", "v2", 1, 12, 18), new HoldInterval("a", "v3", 3, 200, 210),
			new HoldInterval("b", "v4", 4, 300, 310));

	private static final List<HoldInterval> TWO = List.of(new HoldInterval("a", "v5", 2, 21, 30),
			new HoldInterval("b", "v6", 2, 19, 30), new HoldInterval("b", "v7", 3, 200, 230),
			new HoldInterval("a", "v8", 7, 400, 410));

	private static List<String> violations(List<HoldInterval> one, List<HoldInterval> two, List<String> keysLeft) {
		return HistoryCheck.violations(new History(Set.of("a", "b"), Map.of("one", one, "two", two), 100, keysLeft));
	}

	private static List<HoldInterval> with(List<HoldInterval> intervals, int index, HoldInterval inserted) {
		List<HoldInterval> changed = new ArrayList<>(intervals);
		changed.set(index, inserted);
		return changed;
	}

	@Test
	void validHistoryHasNoViolation() {
		assertThat(violations(ONE, TWO, List.of("a:fence", "b:fence"))).isEmpty();
	}

	@Test
	void overlapOfTwoProcessesIsDetected() {
		assertThat(violations(ONE, with(TWO, 0, new HoldInterval("a", "v5", 2, 20, 30)), List.of())).singleElement()
			.asString()
			.contains("Held concurrently", "v1", "v5");
	}

	@Test
	void intervalWithinLongerOneIsDetected() {
		List<HoldInterval> longer = with(ONE, 2, new HoldInterval("a", "v3", 3, 200, 405));
		assertThat(violations(longer, TWO, List.of())).singleElement()
			.asString()
			.contains("Held concurrently", "v3", "v8");
	}

	@Test
	void tokenThatIsNotLargerIsDetected() {
		assertThat(violations(ONE, with(TWO, 2, new HoldInterval("b", "v7", 2, 200, 230)), List.of())).singleElement()
			.asString()
			.contains("Token not larger", "v6", "v7");
	}

	@Test
	void tokenBelowThatOfAnyEarlierHolderIsDetected() {
		assertThat(violations(ONE, with(TWO, 0, new HoldInterval("a", "v5", 9, 21, 30)), List.of())).hasSize(2)
			.allMatch((violation) -> violation.contains("Token not larger") && violation.contains("v5"));
	}

	@Test
	void remainingKeyIsDetected() {
		assertThat(violations(ONE, TWO, List.of("a:fence", "b"))).singleElement()
			.asString()
			.contains("left behind", "'b'");
	}

	@Test
	void lockNotHeldAgainIsDetected() {
		assertThat(violations(ONE.subList(0, 3), TWO, List.of())).singleElement()
			.asString()
			.contains("not held again", "'b'", "one");
	}

	@Test
	void processWithoutIntervalsIsDetected() {
		assertThat(violations(ONE, List.of(), List.of())).hasSize(2)
			.allMatch((violation) -> violation.contains("not held again") && violation.contains("two"));
	}

}

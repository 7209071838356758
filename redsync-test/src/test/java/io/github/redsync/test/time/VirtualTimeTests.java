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

package io.github.redsync.test.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.time.Timers.Timeout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link VirtualTime}.
 */
class VirtualTimeTests {

	private final VirtualTime time = new VirtualTime();

	private final long startNanos = this.time.nanoTime();

	private final long startMillis = this.time.currentTimeMillis();

	private final List<String> events = new ArrayList<>();

	@Test
	void timersRunInOrderEachAtItsTime() {
		in(30, "c");
		in(10, "a");
		in(10, "b");
		in(31, "d");
		this.time.advance(Duration.ofMillis(30));
		assertThat(this.events).containsExactly("a@10", "b@10", "c@30");
		assertThat(this.time.pendingTimers()).isOne();
		assertThat(passedMillis()).isEqualTo(30);
		assertThat(this.time.currentTimeMillis() - this.startMillis).isEqualTo(30);
	}

	@Test
	void timerScheduledByTimerRunsInSameAdvance() {
		this.time.schedule(10_000_000, () -> in(5, "second"));
		this.time.advance(Duration.ofMillis(20));
		assertThat(this.events).containsExactly("second@15");
	}

	@Test
	void timerNeverRunsBeforeItWasReturned() {
		in(0, "due");
		assertThat(this.events).isEmpty();
		this.time.runDueTimers();
		assertThat(this.events).containsExactly("due@0");
	}

	@Test
	void cancelledTimerDoesNotRun() {
		Timeout timer = in(10, "cancelled");
		timer.cancel();
		timer.cancel();
		assertThat(this.time.advanceToNextTimer()).isFalse();
		assertThat(passedMillis()).isZero();
	}

	@Test
	void timeAdvancesToNextTimer() {
		in(7, "a");
		in(9, "b");
		assertThat(this.time.advanceToNextTimer()).isTrue();
		assertThat(this.events).containsExactly("a@7");
	}

	@Test
	void pauseDelaysTimers() {
		in(10, "late");
		this.time.pause(Duration.ofMillis(50));
		assertThat(this.events).isEmpty();
		assertThat(passedMillis()).isEqualTo(50);
		this.time.runDueTimers();
		assertThat(this.events).containsExactly("late@50");
	}

	@Test
	void suspensionStopsMonotonicClockOnly() {
		in(10, "later");
		this.time.suspend(Duration.ofMillis(50));
		assertThat(passedMillis()).isZero();
		assertThat(this.time.currentTimeMillis() - this.startMillis).isEqualTo(50);
		assertThat(this.time.undisturbed().nanoTime()).isEqualTo(50_000_000);
		this.time.advance(Duration.ofMillis(10));
		assertThat(this.events).containsExactly("later@10");
	}

	@Test
	void stepOfWallClockAffectsNothingElse() {
		this.time.stepWallClock(Duration.ofMillis(-1500));
		assertThat(this.time.currentTimeMillis() - this.startMillis).isEqualTo(-1500);
		assertThat(passedMillis()).isZero();
		assertThat(this.time.undisturbed().currentTimeMillis()).isEqualTo(this.startMillis);
	}

	@Test
	void timeDoesNotRunBackwards() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advance(Duration.ofMillis(-1)));
	}

	private Timeout in(long millis, String event) {
		return this.time.schedule(millis * 1_000_000, () -> this.events.add(event + "@" + passedMillis()));
	}

	private long passedMillis() {
		return (this.time.nanoTime() - this.startNanos) / 1_000_000;
	}

}

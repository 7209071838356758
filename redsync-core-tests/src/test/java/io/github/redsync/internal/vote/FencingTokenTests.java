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

package io.github.redsync.internal.vote;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.NodeReply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arithmetic of fencing tokens.
 */
class FencingTokenTests {

	private static final Incarnation INCARNATION = new Incarnation("life", 0, 0);

	private static final boolean[] ALL = { true, true, true };

	private static final long CLOCK_MILLIS = 1_000;

	private static final long CLOCK_MICROS = 1_000_000;

	private static NodeReply granted(long counter) {
		return NodeReply.granted(INCARNATION, counter, 0);
	}

	private static NodeReply grantedStale(long counter) {
		return NodeReply.granted(INCARNATION, counter, CLOCK_MICROS);
	}

	private static NodeReply refused(long counter) {
		return NodeReply.taken("other", 10, counter, 0);
	}

	private static FencingToken fence(boolean strict, @Nullable NodeReply... replies) {
		return FencingToken.of(replies, ALL, 2, strict, CLOCK_MILLIS);
	}

	@Test
	void tokenIsLargestCounterOfGrants() {
		FencingToken fence = fence(false, granted(7), granted(7), granted(5));
		assertThat(fence.token()).isEqualTo(7);
		assertThat(fence.confirmedCount()).isEqualTo(2);
	}

	@Test
	void tokenExceedsCounterOfHolder() {
		assertThat(fence(false, granted(7), granted(7), refused(9)).token()).isEqualTo(10);
	}

	@Test
	void tokenExceedsCountersThatDoNotVouch() {
		FencingToken fence = fence(false, granted(7), granted(7), grantedStale(9));
		assertThat(fence.token()).isEqualTo(10);
		assertThat(fence.basis()).isEqualTo(TokenBasis.COUNTERS);
	}

	@Test
	void tokenAwaitsEnoughVouchers() {
		@Nullable NodeReply[] replies = { granted(7), grantedStale(3), null };
		assertThat(FencingToken.isDecidable(replies, 2, 1, false)).isFalse();
		assertThat(FencingToken.isDecidable(replies, 2, 0, false)).isTrue();
		replies[2] = granted(7);
		assertThat(FencingToken.isDecidable(replies, 2, 0, false)).isTrue();
	}

	@Test
	void strictModeAwaitsAllReplies() {
		@Nullable NodeReply[] replies = { grantedStale(7), grantedStale(3), null };
		assertThat(FencingToken.isDecidable(replies, 2, 1, false)).isTrue();
		assertThat(FencingToken.isDecidable(replies, 2, 1, true)).isFalse();
		assertThat(FencingToken.isDecidable(replies, 2, 0, true)).isTrue();
		assertThat(fence(true, replies).basis()).isEqualTo(TokenBasis.MISSING_REPLIES);
	}

	@Test
	void tokenExceedsAllClocksWhenTooFewVouch() {
		FencingToken fence = fence(false, granted(7), grantedStale(3), null);
		assertThat(fence.token()).isEqualTo(CLOCK_MICROS + 1);
		assertThat(fence.basis()).isEqualTo(TokenBasis.CLOCKS_OF_KNOWN_NAME);
	}

	@Test
	void newNameStartsWithClock() {
		NodeReply absent = NodeReply.granted(INCARNATION, NodeReply.NO_FENCE, CLOCK_MICROS + 5);
		FencingToken fence = fence(false, absent, absent, null);
		assertThat(fence.token()).isEqualTo(CLOCK_MICROS + 6);
		assertThat(fence.basis()).isEqualTo(TokenBasis.CLOCKS_OF_NEW_NAME);
	}

	@Test
	void counterAheadOfEveryClockIsRefused() {
		FencingToken fence = fence(false, grantedStale(CLOCK_MICROS + 10), grantedStale(3), null);
		assertThat(fence.isRefused()).isTrue();
		assertThat(fence.basis()).isEqualTo(TokenBasis.COUNTER_AHEAD);
	}

	@Test
	void nodeThatDoesNotCountIsNotSettled() {
		FencingToken fence = FencingToken.of(new NodeReply[] { granted(7), granted(7), granted(7) },
				new boolean[] { true, false, true }, 2, false, CLOCK_MILLIS);
		assertThat(fence.confirmedCount()).isEqualTo(2);
		assertThat(fence.isConfirmed(1)).isFalse();
	}

}

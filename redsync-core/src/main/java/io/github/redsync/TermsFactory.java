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

package io.github.redsync;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.redsync.quorum.LockParameters;

/**
 * Turns {@link LockOptions} into the numbers that the algorithm works with.
 */
final class TermsFactory {

	private static final long SHORTEST_INSPECT_LIMIT = TimeUnit.MILLISECONDS.toNanos(50);

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private TermsFactory() {
	}

	static LockParameters of(LockOptions options) {
		Duration waitTime = options.waitTime();
		Integer tries = options.tries();
		RetryDelay delay = options.retryDelay();
		return new LockParameters(options.expiry().toMillis(), options.driftFactor(), options.timeoutFactor(),
				options.failFast(), options.shuffleNodes(), options.setNxOnExtend(), options.autoExtend(),
				options.maxHold().toNanos(), options.minHold().toNanos(), options.fencing(),
				(waitTime != null) ? waitTime.toNanos() : LockParameters.UNBOUNDED,
				(tries != null) ? tries : Integer.MAX_VALUE,
				(attempt) -> nanos(Objects.requireNonNull(delay.next(attempt), "The delay must not be null")),
				nanos(options.quorumWaitTime()), options.fencingStrict());
	}

	static LockParameters once(LockParameters terms) {
		return bounded(terms, 0, 1);
	}

	static LockParameters within(LockParameters terms, long waitNanos) {
		return bounded(terms, waitNanos, terms.maxAttempts());
	}

	private static LockParameters bounded(LockParameters terms, long waitNanos, int maxAttempts) {
		return new LockParameters(terms.expiryMillis(), terms.driftFactor(), terms.timeoutFactor(), terms.failFast(),
				terms.shuffleNodes(), terms.reacquire(), terms.autoExtend(), terms.maxHoldNanos(), terms.minHoldNanos(),
				terms.fenced(), waitNanos, maxAttempts, terms.delayNanos(), terms.quorumWaitNanos(),
				terms.fencingStrict());
	}

	/**
	 * Return the nanoseconds of a duration, or as many as a number can count.
	 */
	static long nanos(Duration duration) {
		return (duration.compareTo(LONGEST) < 0) ? duration.toNanos() : Long.MAX_VALUE;
	}

	static long inspectLimitNanos(LockOptions options) {
		return Math.max((long) (options.expiry().toNanos() * options.timeoutFactor()), SHORTEST_INSPECT_LIMIT);
	}

}

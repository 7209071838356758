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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * What holds for a lock whose annotation or options do not say otherwise, under
 * {@code redsync.lock}.
 *
 * @since 0.1.0
 * @see RedsyncProperties#getLock()
 */
public class RedsyncLockProperties {

	/**
	 * How long a lock is held if it is not extended, from 53 ms to 365 days; the shortest
	 * is longer with a larger drift factor. A crashed holder blocks others for as long.
	 */
	private Duration expiry = Duration.ofSeconds(8);

	/**
	 * How long an acquisition waits for a lock that another holds, from zero, for a
	 * single attempt, to 365 days. Is 10s if neither it nor the number of tries is set.
	 */
	private @Nullable Duration waitTime;

	/**
	 * How long an acquisition goes on while a majority of the nodes is unreachable, from
	 * zero to 365 days. The wait time limits it as well.
	 */
	private Duration quorumWaitTime = Duration.ofSeconds(2);

	/**
	 * Number of attempts that an acquisition makes, at least 1. Bounded by the wait time
	 * only if not set.
	 */
	private @Nullable Integer tries;

	private RetryDelay retryDelay = new RetryDelay();

	/**
	 * Part of the expiry by which clocks may drift apart meanwhile, from 0 to below 1.
	 */
	private double driftFactor = 0.01;

	/**
	 * Part of the expiry that one node may take to answer, above 0 and at most 1; never
	 * below 50 ms.
	 */
	private double timeoutFactor = 0.05;

	/**
	 * Whether an answer is given as soon as it is certain, without waiting for slower
	 * nodes.
	 */
	private boolean failFast = true;

	/**
	 * Whether each mutex asks the nodes in a random order of its own.
	 */
	private boolean shuffleNodes;

	/**
	 * Whether an extension may take a lapsed lock anew. Not possible with fencing.
	 */
	private boolean setNxOnExtend;

	/**
	 * Whether a lock that is taken through the API is extended without being asked.
	 * Annotated methods have an attribute for it, which is on.
	 */
	private boolean autoExtend;

	/**
	 * How long automatic extension keeps a lock, counted from its acquisition, from the
	 * expiry to 365 days. Is 1h if not set, or the expiry if that is longer.
	 */
	private @Nullable Duration maxHold;

	/**
	 * How long a lock stays taken at least, counted from its acquisition, even if it is
	 * released earlier, from zero to the expiry.
	 */
	private Duration minHold = Duration.ZERO;

	/**
	 * Whether each acquisition gets a token that is larger than every token handed out
	 * for the name before.
	 */
	private boolean fencing;

	public Duration getExpiry() {
		return this.expiry;
	}

	public void setExpiry(Duration expiry) {
		this.expiry = expiry;
	}

	public @Nullable Duration getWaitTime() {
		return this.waitTime;
	}

	public void setWaitTime(@Nullable Duration waitTime) {
		this.waitTime = waitTime;
	}

	public Duration getQuorumWaitTime() {
		return this.quorumWaitTime;
	}

	public void setQuorumWaitTime(Duration quorumWaitTime) {
		this.quorumWaitTime = quorumWaitTime;
	}

	public @Nullable Integer getTries() {
		return this.tries;
	}

	public void setTries(@Nullable Integer tries) {
		this.tries = tries;
	}

	public RetryDelay getRetryDelay() {
		return this.retryDelay;
	}

	public void setRetryDelay(RetryDelay retryDelay) {
		this.retryDelay = retryDelay;
	}

	public double getDriftFactor() {
		return this.driftFactor;
	}

	public void setDriftFactor(double driftFactor) {
		this.driftFactor = driftFactor;
	}

	public double getTimeoutFactor() {
		return this.timeoutFactor;
	}

	public void setTimeoutFactor(double timeoutFactor) {
		this.timeoutFactor = timeoutFactor;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public boolean isShuffleNodes() {
		return this.shuffleNodes;
	}

	public void setShuffleNodes(boolean shuffleNodes) {
		this.shuffleNodes = shuffleNodes;
	}

	public boolean isSetNxOnExtend() {
		return this.setNxOnExtend;
	}

	public void setSetNxOnExtend(boolean setNxOnExtend) {
		this.setNxOnExtend = setNxOnExtend;
	}

	public boolean isAutoExtend() {
		return this.autoExtend;
	}

	public void setAutoExtend(boolean autoExtend) {
		this.autoExtend = autoExtend;
	}

	public @Nullable Duration getMaxHold() {
		return this.maxHold;
	}

	public void setMaxHold(@Nullable Duration maxHold) {
		this.maxHold = maxHold;
	}

	public Duration getMinHold() {
		return this.minHold;
	}

	public void setMinHold(Duration minHold) {
		this.minHold = minHold;
	}

	public boolean isFencing() {
		return this.fencing;
	}

	public void setFencing(boolean fencing) {
		this.fencing = fencing;
	}

	/**
	 * How long a waiter sleeps between two attempts: drawn anew each time.
	 */
	public static class RetryDelay {

		/**
		 * Shortest time that a waiter sleeps between two attempts, from zero to the
		 * longest.
		 */
		private Duration min = Duration.ofMillis(50);

		/**
		 * Longest time that a waiter sleeps between two attempts, from the shortest to
		 * 365 days. Equal to the shortest for a delay that is always the same.
		 */
		private Duration max = Duration.ofMillis(250);

		/**
		 * Read what is given as one value, as the annotation has it.
		 * @param text one duration, such as {@code 100ms}, or the shortest and the
		 * longest, such as {@code 50ms-250ms}; the default if empty
		 * @return the delay
		 * @throws IllegalArgumentException if that is no duration
		 */
		public static RetryDelay of(String text) {
			RetryDelay delay = new RetryDelay();
			if (text.isBlank()) {
				return delay;
			}
			int dash = text.indexOf('-', 1);
			delay.setMin(DurationStyle.detectAndParse(text.substring(0, (dash != -1) ? dash : text.length()).trim()));
			delay.setMax((dash != -1) ? DurationStyle.detectAndParse(text.substring(dash + 1).trim()) : delay.min);
			return delay;
		}

		public Duration getMin() {
			return this.min;
		}

		public void setMin(Duration min) {
			this.min = min;
		}

		public Duration getMax() {
			return this.max;
		}

		public void setMax(Duration max) {
			this.max = max;
		}

	}

}

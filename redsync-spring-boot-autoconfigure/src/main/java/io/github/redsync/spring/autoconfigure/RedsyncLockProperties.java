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

import io.github.redsync.spring.interceptor.DurationParser;
import org.jspecify.annotations.Nullable;

/**
 * Default options of all locks, under {@code redsync.lock}. An annotation or the options
 * of a mutex override them.
 *
 * @since 0.1.0
 * @see RedsyncProperties#getLock()
 */
public class RedsyncLockProperties {

	/**
	 * Time to live of a lock that is not extended, from 53 ms to 365 days; the minimum is
	 * longer with a larger drift factor. A crashed holder blocks other clients for up to
	 * this time.
	 */
	private Duration expiry = Duration.ofSeconds(8);

	/**
	 * Maximum time to wait for a lock that another client holds, from zero (a single
	 * attempt) to 365 days. Defaults to 10s unless 'tries' is set.
	 */
	private @Nullable Duration waitTime;

	/**
	 * Maximum time to retry while a majority of the nodes is unreachable, from zero to
	 * 365 days. Also limited by the wait time.
	 */
	private Duration quorumWaitTime = Duration.ofSeconds(2);

	/**
	 * Maximum number of attempts of an acquisition, at least 1. If not set, only the wait
	 * time limits an acquisition.
	 */
	private @Nullable Integer tries;

	private RetryDelay retryDelay = new RetryDelay();

	/**
	 * Fraction of the expiry by which clocks may drift apart, at least 0 and below 1.
	 */
	private double driftFactor = 0.01;

	/**
	 * Fraction of the expiry that a node may take to reply, above 0 and at most 1. The
	 * resulting time is at least 50 ms.
	 */
	private double timeoutFactor = 0.05;

	/**
	 * Whether an operation completes as soon as its result is certain, without waiting
	 * for slower nodes.
	 */
	private boolean failFast = true;

	/**
	 * Whether each mutex contacts the nodes in its own random order.
	 */
	private boolean shuffleNodes;

	/**
	 * Whether an extension may reacquire an expired lock. Mutually exclusive with
	 * fencing.
	 */
	private boolean setNxOnExtend;

	/**
	 * Whether locks acquired through the API are extended automatically. Annotated
	 * methods use the attribute of @DistributedLock instead, which defaults to true.
	 */
	private boolean autoExtend;

	/**
	 * Maximum time for which automatic extension keeps a lock, counted from its
	 * acquisition, from the expiry to 365 days. Defaults to 1h, or to the expiry if that
	 * is longer.
	 */
	private @Nullable Duration maxHold;

	/**
	 * Minimum time for which a lock stays taken, even if it is released earlier, from
	 * zero to the expiry. Counted from its acquisition.
	 */
	private Duration minHold = Duration.ZERO;

	/**
	 * Whether each acquisition gets a fencing token, which is larger than all earlier
	 * tokens of the same lock name.
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
	 * Delay between two attempts, chosen at random for each attempt.
	 */
	public static class RetryDelay {

		/**
		 * Minimum delay between two attempts, from zero to the maximum.
		 */
		private Duration min = Duration.ofMillis(50);

		/**
		 * Maximum delay between two attempts, from the minimum to 365 days. Equal to the
		 * minimum for a constant delay.
		 */
		private Duration max = Duration.ofMillis(250);

		/**
		 * Parse a delay in the format of the annotation.
		 * @param text one duration, such as {@code 100ms}, or the minimum and the
		 * maximum, such as {@code 50ms-250ms}; empty for the default
		 * @return the delay
		 * @throws IllegalArgumentException if the text is not a delay
		 */
		public static RetryDelay of(String text) {
			RetryDelay delay = new RetryDelay();
			if (text.isBlank()) {
				return delay;
			}
			DurationParser.Range range = DurationParser.parseRange(text);
			delay.setMin(range.min());
			delay.setMax(range.max());
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

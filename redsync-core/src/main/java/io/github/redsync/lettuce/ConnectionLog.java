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

package io.github.redsync.lettuce;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the state of a connection: a warning when the node goes down, one for each reason,
 * and one line when it is back. A node that flaps is logged again at most once a minute.
 * A new reason is never withheld, unless there are many: the first failure may only say
 * that the connection was closed, and the next one why. Thread-safe.
 */
final class ConnectionLog {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLog.class);

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MAX_REASONS = 5;

	private final String node;

	private final LongSupplier nanoClock;

	/** The reasons that were logged in the current interval. */
	private final Set<String> reasons = new HashSet<>();

	private State logged = State.UNKNOWN;

	/** The reason that was logged last, or null. */
	private @Nullable String reason;

	private long intervalStartNanos;

	private int suppressed;

	private boolean everReplaced;

	private long replacedNanos;

	ConnectionLog(String node) {
		this(node, System::nanoTime);
	}

	ConnectionLog(String node, LongSupplier nanoClock) {
		this.node = node;
		this.nanoClock = nanoClock;
	}

	private enum State {

		UNKNOWN, CONNECTED, DOWN

	}

	synchronized void connected() {
		if (this.logged != State.CONNECTED) {
			this.logged = State.CONNECTED;
			logger.info("Node {} is connected", this.node);
		}
	}

	/**
	 * Log that a connection was dead without notice, at most once in an interval.
	 */
	synchronized void replaced() {
		long now = this.nanoClock.getAsLong();
		if (!this.everReplaced || now - this.replacedNanos >= INTERVAL_NANOS) {
			this.everReplaced = true;
			this.replacedNanos = now;
			logger.info("A connection to node {} was dead without notice and is replaced: if that recurs, look for a "
					+ "firewall or proxy that forgets connections", this.node);
		}
	}

	synchronized void down(String why) {
		if (this.logged == State.DOWN && why.equals(this.reason)) {
			return;
		}
		long now = this.nanoClock.getAsLong();
		if (this.reasons.isEmpty() || now - this.intervalStartNanos >= INTERVAL_NANOS) {
			this.reasons.clear();
			this.intervalStartNanos = now;
		}
		if (this.reasons.size() >= MAX_REASONS || !this.reasons.add(why)) {
			this.suppressed++;
			return;
		}
		String others = (this.suppressed > 0)
				? " (" + this.suppressed + " more failures of its connection since the last warning)" : "";
		logger.warn("Node {} is down: {}{}", this.node, why, others);
		this.logged = State.DOWN;
		this.reason = why;
		this.suppressed = 0;
	}

}

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
 * Logs when a connection is lost and when it is back. Within a minute, each reason of the
 * loss is logged once, and at most 5 reasons are logged. A new reason is logged although
 * another one was: the first failure may only report a closed connection, and the next
 * one the cause. Thread-safe.
 */
final class ConnectionLog {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLog.class);

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final int MAX_REASONS = 5;

	private final String node;

	private final LongSupplier nanoClock;

	/** The reasons logged in the current interval. */
	private final Set<String> reasons = new HashSet<>();

	private State logged = State.UNKNOWN;

	/** The reason logged last. */
	private @Nullable String loggedReason;

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
	 * Log that a dead connection was replaced, at most once a minute.
	 */
	synchronized void replaced() {
		long now = this.nanoClock.getAsLong();
		if (!this.everReplaced || now - this.replacedNanos >= INTERVAL_NANOS) {
			this.everReplaced = true;
			this.replacedNanos = now;
			logger.info("A dead connection to node {} was replaced; if this recurs, check for a firewall or proxy that "
					+ "drops connections without closing them", this.node);
		}
	}

	synchronized void down(String reason) {
		if (this.logged == State.DOWN && reason.equals(this.loggedReason)) {
			return;
		}
		long now = this.nanoClock.getAsLong();
		if (this.reasons.isEmpty() || now - this.intervalStartNanos >= INTERVAL_NANOS) {
			this.reasons.clear();
			this.intervalStartNanos = now;
		}
		if (this.reasons.size() >= MAX_REASONS || !this.reasons.add(reason)) {
			this.suppressed++;
			return;
		}
		String others = (this.suppressed > 0)
				? " (" + this.suppressed + " more failures of its connection since the last warning)" : "";
		logger.warn("Node {} is down: {}{}", this.node, reason, others);
		this.logged = State.DOWN;
		this.loggedReason = reason;
		this.suppressed = 0;
	}

}

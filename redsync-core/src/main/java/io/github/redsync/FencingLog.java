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

import java.util.concurrent.TimeUnit;

import io.github.redsync.internal.vote.TokenBasis;
import io.github.redsync.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs fencing tokens that are computed from clocks: at debug level for a new name, as a
 * warning for a name that was locked before, at most once a minute. Thread-safe.
 */
final class FencingLog {

	private static final Logger logger = LoggerFactory.getLogger(FencingLog.class);

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final TimeSource time;

	private long lastNanos;

	private boolean logged;

	private int suppressed;

	FencingLog(TimeSource time) {
		this.time = time;
	}

	void record(String name, TokenBasis basis) {
		if (basis == TokenBasis.CLOCKS_OF_NEW_NAME) {
			logger.debug("The fencing token of the new lock '{}' is computed from clocks", PrintableName.from(name));
		}
		else if (basis == TokenBasis.CLOCKS_OF_KNOWN_NAME) {
			int others = next();
			if (others >= 0) {
				logger.warn(
						"The fencing token of lock '{}' is computed from clocks, because too few nodes have received "
								+ "its counter since they started ({} more such tokens since the last warning); set "
								+ "redsync.fencing.strict to require the replies of all nodes instead",
						PrintableName.from(name), others);
			}
		}
	}

	/**
	 * Return how many warnings were suppressed before this one, or -1 to suppress it.
	 */
	private synchronized int next() {
		long now = this.time.nanoTime();
		if (this.logged && now - this.lastNanos < INTERVAL_NANOS) {
			this.suppressed++;
			return -1;
		}
		int others = this.suppressed;
		this.logged = true;
		this.lastNanos = now;
		this.suppressed = 0;
		return others;
	}

}

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

package io.github.redsync.test.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redsync.node.RestartWaiver;
import org.jspecify.annotations.Nullable;

/**
 * The servers that {@link RedisServer#heal()} has restarted. No later test relies on a
 * lock that they have lost, so their votes count immediately.
 */
public final class HealedServers implements RestartWaiver {

	/** Servers report whole seconds, and Redsync subtracts one. */
	private static final Duration ROUNDING = Duration.ofMillis(1_500);

	/**
	 * The times of the first start of the servers, by the monotonic clock. Static, since
	 * each client creates its own instance.
	 */
	private static final Map<String, Long> STARTS_BY_RUN_ID = new ConcurrentHashMap<>();

	/**
	 * Create a waiver, for {@link java.util.ServiceLoader}.
	 */
	public HealedServers() {
	}

	static void add(String runId, long startNanos) {
		STARTS_BY_RUN_ID.put(runId, startNanos);
	}

	static void remove(String runId) {
		STARTS_BY_RUN_ID.remove(runId);
	}

	@Override
	public @Nullable Duration age(String runId) {
		Long startNanos = STARTS_BY_RUN_ID.get(runId);
		if (startNanos == null) {
			return null;
		}
		Duration age = Duration.ofNanos(System.nanoTime() - startNanos).minus(ROUNDING);
		return age.isNegative() ? Duration.ZERO : age;
	}

}

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

package io.github.redsync.node;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Waives the restart protection for servers of tests, which are emptied and restarted
 * between two tests. Implementations are found by {@link java.util.ServiceLoader}; an
 * application has none. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RestartWaiver {

	/**
	 * Return the age of a server whose latest restart does not matter. Called once for
	 * each connection, on an event loop.
	 * @param runId the run id of the server
	 * @return the time for which the server has lost no lock that matters, or
	 * {@code null} if it is unknown, so that the protection applies
	 */
	@Nullable Duration age(String runId);

}

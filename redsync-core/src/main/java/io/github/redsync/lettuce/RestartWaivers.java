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

import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

import io.github.redsync.node.Incarnation;
import io.github.redsync.node.RestartWaiver;
import org.jspecify.annotations.Nullable;

/**
 * Applies the {@link RestartWaiver}s of the class path. Thread-safe.
 *
 * @param waivers the waivers; there are none outside of tests
 */
record RestartWaivers(List<RestartWaiver> waivers) {

	static RestartWaivers load() {
		return new RestartWaivers(ServiceLoader.load(RestartWaiver.class, RestartWaiver.class.getClassLoader())
			.stream()
			.map(ServiceLoader.Provider::get)
			.toList());
	}

	/**
	 * Return the incarnation of a server as the first one of its node, if a waiver states
	 * that its restart does not matter.
	 * @param runId the run id of the server, or null if it reports none
	 * @return the incarnation, or null if no waiver applies
	 */
	@Nullable Incarnation waive(@Nullable String runId, Incarnation observed) {
		if (runId != null) {
			for (RestartWaiver waiver : this.waivers) {
				Duration age = waiver.age(runId);
				if (age != null) {
					return new Incarnation(observed.id(), observed.contactNanos(), age.toNanos());
				}
			}
		}
		return null;
	}

}

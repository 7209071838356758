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

import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * The check for Testcontainers and a Docker engine. This class can be loaded without
 * Testcontainers.
 */
final class DockerEngine {

	private static final String FACTORY = "org.testcontainers.DockerClientFactory";

	private DockerEngine() {
	}

	/**
	 * Return the reason why containers cannot be used.
	 * @return the reason, as the second half of a sentence, or {@code null} if containers
	 * can be used
	 */
	static @Nullable String unavailabilityReason() {
		try {
			Class.forName(FACTORY, false, DockerEngine.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			return "Testcontainers is not on the class path (org.testcontainers:testcontainers)";
		}
		return Probe.AVAILABLE ? null : "no Docker engine answers";
	}

	/**
	 * The check for an engine. It needs Testcontainers, so it is loaded only after the
	 * check for the class path, and runs once.
	 */
	private static final class Probe {

		static final boolean AVAILABLE = DockerClientFactory.instance().isDockerAvailable();

		private Probe() {
		}

	}

}

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

import java.util.Locale;

/**
 * The modes of running a server. The system property {@value #PROPERTY} forces one.
 * Without it, a Docker engine is used if there is one.
 */
enum RedisMode {

	/**
	 * In a container.
	 */
	DOCKER {

		@Override
		ServerRuntime runtime(ServerSettings settings) {
			return new DockerRuntime(settings);
		}

	},

	/**
	 * As a process of this machine.
	 */
	EMBEDDED {

		@Override
		ServerRuntime runtime(ServerSettings settings) {
			return new EmbeddedRuntime(settings, RedisBinary.locate());
		}

	};

	static final String PROPERTY = "redsync.test.redis";

	/**
	 * Create the runtime of a server without starting it.
	 * @param settings the settings of the server
	 * @return the runtime
	 */
	abstract ServerRuntime runtime(ServerSettings settings);

	/**
	 * Return the mode of this JVM.
	 * @return the mode
	 * @throws IllegalStateException if the forced mode is not available
	 */
	static RedisMode current() {
		String forced = System.getProperty(PROPERTY, "").strip().toLowerCase(Locale.ROOT);
		return switch (forced) {
			case "" -> (DockerEngine.unavailabilityReason() != null) ? EMBEDDED : DOCKER;
			case "embedded" -> EMBEDDED;
			case "docker" -> docker();
			default -> throw new IllegalStateException(
					"-D" + PROPERTY + "=" + forced + " is neither \"docker\" nor \"embedded\"");
		};
	}

	private static RedisMode docker() {
		String unavailabilityReason = DockerEngine.unavailabilityReason();
		if (unavailabilityReason != null) {
			throw new IllegalStateException("-D" + PROPERTY + "=docker, but " + unavailabilityReason);
		}
		return DOCKER;
	}

}

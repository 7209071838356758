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

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The runtime of a server: a container or a process. The data of the server ends with its
 * process. Not thread-safe, except {@link #host()} and {@link #directory()}.
 */
interface ServerRuntime {

	int MAX_START_ATTEMPTS = 10;

	/**
	 * Return the host of the server.
	 * @return a name or an address
	 */
	String host();

	/**
	 * Return the directory of the server, as seen by the server.
	 * @return the directory
	 */
	Path directory();

	/**
	 * Return the id of the server's process on this machine.
	 * @return the id, or empty if the process is not on this machine or has ended
	 */
	OptionalLong pid();

	/**
	 * Return whether the process exists, paused or not.
	 * @return whether the process exists
	 */
	boolean isAlive();

	/**
	 * Start the server without data and wait until it replies.
	 * @param ports the ports to listen on, the same at each start
	 * @throws TransientStartException if another attempt may succeed
	 * @throws IllegalStateException if the server does not start
	 */
	void start(ServerPorts ports);

	/**
	 * Start the server as {@link #start(ServerPorts)} does, and retry temporary failures.
	 * @param ports the ports to listen on, the same at each start
	 * @throws IllegalStateException if the server does not start
	 */
	default void startWithRetries(ServerPorts ports) {
		for (int attempt = 1;; attempt++) {
			try {
				start(ports);
				return;
			}
			catch (TransientStartException ex) {
				if (attempt == MAX_START_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Pause the process until {@link #resume()}. It executes nothing after this method
	 * has returned.
	 */
	void pause();

	/**
	 * Resume the process.
	 */
	void resume();

	/**
	 * Kill the process, paused or not, and wait for its end.
	 */
	void kill();

	/**
	 * Stop the process and remove its directory or container.
	 */
	void close();

}

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
 * A server in the form in which this machine can run it. Holds no data beyond the life of
 * the server's process. Not thread-safe but for {@link #host()} and {@link #directory()}.
 */
interface ServerRuntime {

	/**
	 * Return where the server is reached.
	 * @return a name or an address
	 */
	String host();

	/**
	 * Return the directory of the server as the server sees it.
	 * @return the directory
	 */
	Path directory();

	/**
	 * Return the id of the server's process on this machine.
	 * @return the id, or nothing if it is none of this machine's or has ended
	 */
	OptionalLong pid();

	/**
	 * Return whether the process exists, be it paused.
	 * @return whether the process exists
	 */
	boolean isAlive();

	/**
	 * Start the server with no data, and return when it answers.
	 * @param ports the ports to listen on, the same at each start
	 * @throws TransientStartException if another start may go better
	 * @throws IllegalStateException if the server does not start
	 */
	void start(ServerPorts ports);

	/**
	 * Stop the process until {@link #resume()}; it executes nothing more on return.
	 */
	void pause();

	/**
	 * Let the process go on.
	 */
	void resume();

	/**
	 * End the process as by a crash, paused or not; it is gone on return.
	 */
	void kill();

	/**
	 * End the process and remove all traces of it.
	 */
	void close();

}

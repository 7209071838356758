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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process that does not outlive this JVM, because a {@link GuardedCommand guard} kills
 * it.
 */
final class GuardedProcess {

	private static final Set<GuardedProcess> RUNNING = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(GuardedProcess::killUnguarded, "redsync-test-shutdown"));
	}

	private final Process process;

	private final ServerDirectory directory;

	private GuardedProcess(Process process, ServerDirectory directory) {
		this.process = process;
		this.directory = directory;
	}

	/**
	 * Start a process with an empty standard input.
	 * @param directory the working directory, which the guard removes if the JVM ends
	 * before the process
	 * @param command the executable and its arguments
	 * @param log the target of standard output and error
	 * @return the process, with the id of the executable's process
	 */
	static GuardedProcess start(ServerDirectory directory, List<String> command, Redirect log) {
		ProcessBuilder builder = new ProcessBuilder(GuardedCommand.of(directory.path(), command))
			.directory(directory.path().toFile())
			.redirectErrorStream(true)
			.redirectOutput(log);
		try {
			GuardedProcess started = new GuardedProcess(builder.start(), directory);
			RUNNING.add(started);
			started.process.onExit().thenRun(() -> RUNNING.remove(started));
			return started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + command.get(0), ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return the exit code of the process.
	 * @return the exit code
	 * @throws IllegalThreadStateException if the process has not ended
	 */
	int exitCode() {
		return this.process.exitValue();
	}

	/**
	 * Send a signal.
	 * @param name the name of the signal, such as {@code STOP}
	 */
	void signal(String name) {
		try {
			// Every shell has "kill" as a builtin, but not every system as an executable
			new ProcessBuilder("sh", "-c", "kill -$0 $1", name, String.valueOf(pid())).start().onExit().join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot send SIG" + name + " to process " + pid(), ex);
		}
	}

	/**
	 * Kill the process and wait for its end. The caller removes its directory.
	 */
	void kill() {
		// The guard must not kill a later process with the same id
		sendToGuard(GuardedCommand.DISMISSED);
		this.process.destroyForcibly().onExit().join();
		RUNNING.remove(this);
	}

	private boolean sendToGuard(String word) {
		try {
			this.process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
			this.process.getOutputStream().flush();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Kill the processes whose guard has ended. Shutdown hooks of the application, which
	 * run concurrently, may still need the others. The guard kills these.
	 */
	private static void killUnguarded() {
		for (GuardedProcess running : RUNNING) {
			if (!running.sendToGuard("stay")) {
				running.process.destroyForcibly();
				running.directory.delete();
			}
		}
	}

}

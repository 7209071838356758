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
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * A {@code redis-server} process on this machine.
 */
final class EmbeddedRuntime implements ServerRuntime {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

	private final ServerSettings settings;

	private final Path binary;

	private final ServerDirectory directory = new ServerDirectory();

	private @Nullable GuardedProcess process;

	EmbeddedRuntime(ServerSettings settings, Path binary) {
		this.settings = settings;
		this.binary = binary;
	}

	@Override
	public String host() {
		return ServerAddress.LOOPBACK;
	}

	@Override
	public Path directory() {
		return this.directory.path();
	}

	@Override
	public OptionalLong pid() {
		GuardedProcess current = this.process;
		return (current != null && current.isAlive()) ? OptionalLong.of(current.pid()) : OptionalLong.empty();
	}

	@Override
	public boolean isAlive() {
		return pid().isPresent();
	}

	@Override
	public void start(ServerPorts ports) {
		this.directory.create(this.settings.files());
		List<String> command = new ArrayList<>(List.of(this.binary.toString()));
		command.addAll(this.settings.commandLine(ports, directory().toString(), ServerAddress.LOOPBACK));
		Redirect log = this.settings.showLog() ? Redirect.INHERIT : Redirect.to(this.directory.log().toFile());
		GuardedProcess started = GuardedProcess.start(this.directory, command, log);
		this.process = started;
		try {
			awaitAnswer(started, ports);
		}
		catch (RuntimeException ex) {
			kill();
			throw ex;
		}
	}

	private void awaitAnswer(GuardedProcess started, ServerPorts ports) {
		ServerAddress address = new ServerAddress(ServerAddress.LOOPBACK, ports.plain(), this.settings.password());
		if (!Readiness.await(address, started::isAlive)) {
			throw failure(started, ports);
		}
		if (Readiness.isForeign(address, started.pid())) {
			throw new TransientStartException("Another server took port " + ports.plain(), null);
		}
	}

	private IllegalStateException failure(GuardedProcess started, ServerPorts ports) {
		String log = this.settings.showLog() ? "(on standard output)" : this.directory.readLog();
		String message = this.binary + " on port " + ports.plain() + " "
				+ (started.isAlive() ? "does not reply" : "ended with exit code " + started.exitCode()) + ". Its log:\n"
				+ log;
		// "Text file busy" occurs if a process that was started during the unpacking of
		// the
		// executable has inherited the open file
		boolean transientFailure = log.contains("Failed listening on port") || log.contains("Text file busy");
		return transientFailure ? new TransientStartException(message, null) : new IllegalStateException(message);
	}

	@Override
	public void pause() {
		running().signal("STOP");
		awaitStopped(Path.of("/proc", String.valueOf(running().pid()), "stat"));
	}

	// The signal takes effect asynchronously. Only Linux shows when
	private static void awaitStopped(Path stat) {
		long start = System.nanoTime();
		try {
			while (Files.exists(stat) && !Files.readString(stat).contains(") T ")
					&& System.nanoTime() - start < STOP_LIMIT.toNanos()) {
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			// The process has ended
		}
	}

	@Override
	public void resume() {
		running().signal("CONT");
	}

	@Override
	public void kill() {
		GuardedProcess current = this.process;
		if (current != null) {
			current.kill();
			this.process = null;
		}
		this.directory.delete();
	}

	@Override
	public void close() {
		kill();
	}

	private GuardedProcess running() {
		GuardedProcess current = this.process;
		if (current == null) {
			throw new IllegalStateException("The server was killed");
		}
		return current;
	}

}

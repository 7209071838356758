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

package io.github.redsync.benchmarks.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.redsync.benchmarks.contender.Contender;
import io.github.redsync.benchmarks.worker.Measurements;
import io.github.redsync.benchmarks.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A process that executes commands. Not thread-safe.
 */
public final class WorkerProcess implements AutoCloseable {

	private final String title;

	private final Process process;

	private final BufferedReader results;

	private final BufferedWriter commands;

	private WorkerProcess(String title, List<String> command) {
		this.title = title;
		try {
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.results = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.commands = new BufferedWriter(
				new OutputStreamWriter(this.process.getOutputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Start a contender, and wait until it is connected.
	 * @param contender the contender
	 * @param uris the servers
	 * @return the process, to be closed
	 */
	public static WorkerProcess start(Contender contender, List<String> uris) {
		String java = ProcessHandle.current().info().command().orElse("java");
		List<String> command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), "-Xms512m",
				"-Xmx2g", Worker.class.getName(), contender.name()));
		command.addAll(uris);
		return start(contender.title(), command);
	}

	/**
	 * Start a worker from a command line, and wait until it is connected.
	 * @param title its name in tables and plots
	 * @param command the command line
	 * @return the process, to be closed
	 */
	public static WorkerProcess start(String title, List<String> command) {
		WorkerProcess worker = new WorkerProcess(title, command);
		String line = worker.readLine();
		if (!"ready".equals(line)) {
			throw new IllegalStateException(title + " printed '" + line + "' instead of 'ready'");
		}
		return worker;
	}

	/**
	 * Return the name in tables and plots.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Execute a command.
	 * @param command the command, as a line
	 * @return the measurements
	 */
	public Measurements execute(String command) {
		send(command);
		return await();
	}

	/**
	 * Send a command. Its result is returned by {@link #await()}.
	 * @param command the command, as a line
	 */
	public void send(String command) {
		try {
			this.commands.write(command);
			this.commands.newLine();
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.title + " no longer accepts commands", ex);
		}
	}

	/**
	 * Wait for the result of a command.
	 * @return the measurements
	 */
	public Measurements await() {
		String line = readLine();
		if (line == null) {
			throw new IllegalStateException(this.title + " ended before it completed its command");
		}
		return Measurements.ofLine(line);
	}

	private @Nullable String readLine() {
		try {
			return this.results.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the process.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

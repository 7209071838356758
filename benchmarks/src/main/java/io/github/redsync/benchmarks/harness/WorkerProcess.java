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
 * A process that carries out orders. Not safe for use by many threads.
 */
public final class WorkerProcess implements AutoCloseable {

	private final String title;

	private final Process process;

	private final BufferedReader answers;

	private final BufferedWriter orders;

	private WorkerProcess(String title, List<String> command) {
		this.title = title;
		try {
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.orders = new BufferedWriter(
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
	 * Start a worker that is any program, and wait until it is connected.
	 * @param title its name for tables and plots
	 * @param command how to start it
	 * @return the process, to be closed
	 */
	public static WorkerProcess start(String title, List<String> command) {
		WorkerProcess worker = new WorkerProcess(title, command);
		String line = worker.readLine();
		if (!"ready".equals(line)) {
			throw new IllegalStateException(title + " said '" + line + "' instead of 'ready'");
		}
		return worker;
	}

	/**
	 * Return the name for tables and plots.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Have an order carried out.
	 * @param order the order, as a line
	 * @return what was measured
	 */
	public Measurements ask(String order) {
		tell(order);
		return await();
	}

	/**
	 * Give an order, and leave the wait for its end to {@link #await()}.
	 * @param order the order, as a line
	 */
	public void tell(String order) {
		try {
			this.orders.write(order);
			this.orders.newLine();
			this.orders.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.title + " takes no orders any more", ex);
		}
	}

	/**
	 * Wait for the end of an order.
	 * @return what was measured
	 */
	public Measurements await() {
		String line = readLine();
		if (line == null) {
			throw new IllegalStateException(this.title + " ended before its order");
		}
		return Measurements.ofLine(line);
	}

	private @Nullable String readLine() {
		try {
			return this.answers.readLine();
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

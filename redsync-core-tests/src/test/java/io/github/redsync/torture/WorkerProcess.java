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

package io.github.redsync.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs a {@link Worker}, and can be paused and resumed.
 */
final class WorkerProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final Path history;

	private WorkerProcess(Process process, Path history) {
		this.process = process;
		this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		this.history = history;
	}

	static WorkerProcess start(Path directory, int number, long seed, List<String> uris) throws IOException {
		Path history = directory.resolve("worker-" + number + ".history");
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				System.getProperty("java.class.path"), "-Xmx128m", Worker.class.getName(), history.toString(),
				Long.toString(seed)));
		command.addAll(uris);
		Process process = new ProcessBuilder(command)
			.redirectError(directory.resolve("worker-" + number + ".err").toFile())
			.start();
		return new WorkerProcess(process, history);
	}

	void awaitLine(String expected) throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.equals(expected)) {
			line = this.output.readLine();
		}
		if (line == null) {
			throw new IOException("The worker " + this.history + " ended before it printed '" + expected + "'");
		}
	}

	void pause() {
		signal("-STOP");
	}

	void resume() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Let the worker release its locks and end. It waits until every node is up.
	 */
	void finish() throws IOException {
		this.process.getOutputStream().close();
		awaitLine("done");
	}

	String name() {
		return this.history.getFileName().toString().replace(".history", "");
	}

	List<HoldInterval> intervals() throws IOException {
		return Files.readAllLines(this.history, StandardCharsets.UTF_8).stream().map(HoldInterval::parse).toList();
	}

	@Override
	public void close() {
		resume();
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

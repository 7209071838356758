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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The worker for go-redsync, written in Go. Requires a Go toolchain and its modules.
 */
public final class GoWorker {

	private static final Path SOURCES = Path.of("benchmarks/src/main/go");

	private GoWorker() {
	}

	/**
	 * Build the worker and start it.
	 * @param uris the servers
	 * @return the process, to be closed; empty if it cannot be built, which is printed
	 */
	public static Optional<WorkerProcess> start(List<String> uris) {
		try {
			Path binary = Files.createTempDirectory("go-redsync").resolve("worker");
			File sources = SOURCES.toAbsolutePath().toFile();
			int exit = new ProcessBuilder("go", "build", "-o", binary.toString(), ".").directory(sources)
				.inheritIO()
				.start()
				.waitFor();
			if (exit != 0) {
				System.out.println("go-redsync is skipped: the build failed");
				return Optional.empty();
			}
			List<String> command = new ArrayList<>(List.of(binary.toString()));
			command.addAll(uris);
			return Optional.of(WorkerProcess.start("go-redsync", command));
		}
		catch (IOException ex) {
			System.out.println("go-redsync is skipped: " + ex.getMessage());
			return Optional.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

}

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

package io.github.redsync.sample.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * The packaged jar of the shop in its own process.
 */
final class PackagedShop implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration START_LIMIT = Duration.ofMinutes(2);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final Path log;

	private final int port;

	private PackagedShop(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.port = awaitPort();
	}

	/**
	 * Start the jar and wait until it serves requests.
	 * @param directory the directory of its log and database
	 * @param jvmArguments the arguments before {@code -jar}
	 */
	static PackagedShop start(Path directory, String... jvmArguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		Collections.addAll(command, jvmArguments);
		Collections.addAll(command, "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("sample.jar"),
				"--server.port=0", "--shop.report-cron=-", "--shop.data-directory=" + directory);
		Path log = directory.resolve("shop.log");
		try {
			return new PackagedShop(
					new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int awaitPort() {
		try {
			Awaitility.await().atMost(START_LIMIT).until(() -> !this.process.isAlive() || PORT.matcher(log()).find());
			Matcher started = PORT.matcher(log());
			if (!started.find()) {
				throw new IllegalStateException("The shop did not start:\n" + log());
			}
			return Integer.parseInt(started.group(1));
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	CompletableFuture<HttpResponse<String>> post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	String get(String path) {
		return send(request(path)).join().body();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofMinutes(1));
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		// A regular termination, which also ends the Redis servers
		this.process.destroy();
		this.process.onExit().join();
	}

}

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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The executable {@code redis-server}: the one named by the system property
 * {@value #PROPERTY}, or the one for this machine in the jar
 * {@code org.signal:embedded-redis}. The latter is unpacked once for each user, into a
 * private directory in the system's directory for temporary files, and stays there.
 */
final class RedisBinary {

	/**
	 * The system property with the path of an executable to use instead of the embedded
	 * one.
	 */
	static final String PROPERTY = "redsync.test.redis-server";

	private static final String VERSION = "7.0.15";

	private static @Nullable Path unpacked;

	private RedisBinary() {
	}

	/**
	 * Return the executable. Unpack it if that was not done before.
	 * @return the path of the executable
	 * @throws IllegalStateException if there is none for this machine
	 */
	static Path locate() {
		String configured = System.getProperty(PROPERTY);
		return (configured != null) ? Path.of(configured).toAbsolutePath() : embedded();
	}

	private static synchronized Path embedded() {
		Path path = unpacked;
		// A cleaner of temporary files may have deleted it
		if (path == null || !Files.isExecutable(path)) {
			String name = resourceName(System.getProperty("os.name"), System.getProperty("os.arch"));
			path = unpack(name);
			unpacked = path;
		}
		return path;
	}

	static String resourceName(String os, String architecture) {
		String system = os.toLowerCase(Locale.ROOT);
		String machine = switch (architecture.toLowerCase(Locale.ROOT)) {
			case "x86_64", "amd64" -> "amd64";
			case "aarch64", "arm64" -> "arm64";
			case "x86", "i386", "i686" -> "386";
			default -> architecture;
		};
		return "redis-server-" + VERSION + "-" + (system.startsWith("mac") ? "darwin" : system) + "-" + machine;
	}

	static Path unpack(String name) {
		URL resource = RedisBinary.class.getClassLoader().getResource(name);
		if (resource == null) {
			throw new IllegalStateException("No " + name + " on the class path: add org.signal:embedded-redis if it is"
					+ " missing; if it has no binary for this machine, name a redis-server by -D" + PROPERTY
					+ "=<path>, or use Testcontainers and a Docker engine");
		}
		try {
			return unpack(resource, name, UserDirectory.in(Path.of(System.getProperty("java.io.tmpdir"))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot unpack " + resource, ex);
		}
	}

	static Path unpack(URL resource, String name, Path directory) throws IOException {
		URLConnection connection = resource.openConnection();
		try (InputStream in = connection.getInputStream()) {
			long size = connection.getContentLengthLong();
			// The size distinguishes builds with the same name
			Path target = directory.resolve(name + "-" + size);
			if (!Files.isExecutable(target) || Files.size(target) != size) {
				Path copy = Files.createTempFile(directory, name, ".part");
				Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
				Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
				// Several processes may do this concurrently. The move is atomic, so each
				// sees a complete file
				Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
			}
			return target;
		}
	}

}

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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The directory of one server process, in the system's directory for temporary files. It
 * is removed with the process, and created under the same name for the next one.
 */
final class ServerDirectory {

	private static final String LOG = "redis.log";

	private final Path path;

	ServerDirectory() {
		try {
			this.path = Files.createTempDirectory("redsync-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a directory for a Redis server", ex);
		}
	}

	Path path() {
		return this.path;
	}

	Path log() {
		return this.path.resolve(LOG);
	}

	/**
	 * Create the directory unless it exists, and write the given files to it.
	 * @param files the contents of the files, by name
	 */
	void create(Map<String, String> files) {
		try {
			try {
				Files.createDirectory(this.path,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
			}
			catch (FileAlreadyExistsException ex) {
				// Created by the constructor, or left by a process that ended by itself
			}
			for (Map.Entry<String, String> file : files.entrySet()) {
				Files.writeString(this.path.resolve(file.getKey()), file.getValue());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a directory for a Redis server", ex);
		}
	}

	String readLog() {
		try {
			return Files.exists(log()) ? Files.readString(log()).strip() : "";
		}
		catch (IOException ex) {
			return "(not readable: " + ex + ")";
		}
	}

	/**
	 * Remove the directory and its content. Failures are ignored.
	 */
	void delete() {
		try {
			Files.walkFileTree(this.path, new DeletingVisitor());
		}
		catch (IOException ex) {
			// The directory for temporary files may contain leftovers
		}
	}

	private static final class DeletingVisitor extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Files.deleteIfExists(file);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
			Files.deleteIfExists(directory);
			return FileVisitResult.CONTINUE;
		}

	}

}

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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Finds a directory for executables, shared by the processes of a user, in which nobody
 * else can have put anything.
 */
final class UserDirectory {

	private static final String PRIVATE = "rwx------";

	private UserDirectory() {
	}

	/**
	 * Find the directory, and make it if need be.
	 * @param parent the directory that holds it, writable by other users too
	 * @return the directory: always the same, or a new one if somebody else has taken its
	 * name
	 * @throws IOException if it cannot be made
	 */
	static Path in(Path parent) throws IOException {
		String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
		Path directory = parent.resolve("redsync-server-" + user);
		try {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
		}
		catch (FileAlreadyExistsException ex) {
			// By an earlier run, or by somebody else: that is looked at next
		}
		return isPrivate(directory) ? directory : Files.createTempDirectory(parent, "redsync-server-");
	}

	private static boolean isPrivate(Path directory) throws IOException {
		return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
				&& PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)).equals(PRIVATE)
				&& Files.isWritable(directory) && isOwned(directory);
	}

	private static boolean isOwned(Path directory) throws IOException {
		// The name of the user may stand for no account: ask whom a new file belongs to
		Path probe = Files.createTempFile(directory, "owner", null);
		try {
			return Files.getOwner(probe).equals(Files.getOwner(directory));
		}
		finally {
			Files.delete(probe);
		}
	}

}

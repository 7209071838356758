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
 * The private directory for executables that the processes of a user share. No other user
 * can write to it.
 */
final class UserDirectory {

	private static final String PRIVATE = "rwx------";

	private UserDirectory() {
	}

	/**
	 * Return the directory, and create it if necessary.
	 * @param parent its parent, which other users can write to as well
	 * @return the directory: the same each time, or a new one if another user owns that
	 * name
	 * @throws IOException if it cannot be created
	 */
	static Path in(Path parent) throws IOException {
		String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
		Path directory = parent.resolve("redsync-server-" + user);
		try {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
		}
		catch (FileAlreadyExistsException ex) {
			// Created by an earlier run or by another user, which is checked next
		}
		return isPrivate(directory) ? directory : Files.createTempDirectory(parent, "redsync-server-");
	}

	private static boolean isPrivate(Path directory) throws IOException {
		return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
				&& PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)).equals(PRIVATE)
				&& Files.isWritable(directory) && isOwned(directory);
	}

	private static boolean isOwned(Path directory) throws IOException {
		// The user name may not belong to an account, so a new file shows the owner
		Path probe = Files.createTempFile(directory, "owner", null);
		try {
			return Files.getOwner(probe).equals(Files.getOwner(directory));
		}
		finally {
			Files.delete(probe);
		}
	}

}

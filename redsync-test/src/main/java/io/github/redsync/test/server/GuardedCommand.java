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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command with a guard that kills it when this JVM ends.
 * <p>
 * A shell starts the guard in the background and then replaces itself by the command, so
 * that the process keeps its id. The guard reads the standard input of the process, a
 * pipe whose other end is open only in this JVM. When the JVM ends, even by a kill, the
 * pipe is closed. The guard then kills the process and removes its directory. Both run in
 * their own session, so a Ctrl-C in the terminal reaches only the JVM, and its shutdown
 * hooks can still use the server.
 */
final class GuardedCommand {

	/**
	 * The word that ends the guard. It ignores all others.
	 */
	static final String DISMISSED = "dismissed";

	private static final String SCRIPT = """
			set -u
			directory=$1
			shift
			exec 3<&0 </dev/null
			(
				trap '' HUP INT TERM
				exec >/dev/null 2>&1
				while read -r word <&3; do
					[ "$word" != %s ] || exit 0
				done
				kill -KILL $$ && rm -rf -- "$directory"
			) &
			exec 3<&-
			exec "$@"
			""".formatted(DISMISSED);

	private GuardedCommand() {
	}

	static List<String> of(Path directory, List<String> command) {
		List<String> guarded = new ArrayList<>(newSession());
		guarded.addAll(List.of("sh", "-c", SCRIPT, "redsync-guard", directory.toString()));
		guarded.addAll(command);
		return guarded;
	}

	private static List<String> newSession() {
		if (isInstalled("setsid")) {
			return List.of("setsid");
		}
		// macOS has no setsid
		return isInstalled("perl") ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die") : List.of();
	}

	private static boolean isInstalled(String command) {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.of(path.split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command)));
	}

}

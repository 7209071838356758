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
import java.util.List;

/**
 * The application of {@link GuardedProcessTests}. It starts servers, prints their process
 * ids and directories, and ends at the end of its standard input.
 */
public final class GuardedServersMain {

	static final int SERVERS = 3;

	/**
	 * The argument that registers a shutdown hook that sends a request to a server.
	 */
	static final String HOOK = "hook";

	private GuardedServersMain() {
	}

	@SuppressWarnings("resource")
	public static void main(String[] arguments) throws IOException {
		RedisServers servers = RedisServers.start(SERVERS);
		servers.get(1).restartEmpty();
		servers.get(2).pause();
		if (List.of(arguments).contains(HOOK)) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> print("in hook: " + servers.get(0).command("PING"))));
		}
		servers.forEach((server) -> print(server.pid().orElseThrow() + " " + server.directory()));
		int read = System.in.read();
		while (read >= 0) {
			read = System.in.read();
		}
	}

	private static void print(String line) {
		System.out.println(line);
		System.out.flush();
	}

}

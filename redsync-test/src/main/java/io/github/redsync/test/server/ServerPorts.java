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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of one server, reserved in this JVM while the server is down. Another process
 * can still occupy them, so listening on them may fail.
 *
 * @param plain the port for connections without TLS
 * @param tls the port for connections with TLS, or 0
 */
record ServerPorts(int plain, int tls) {

	// Below the range of the ports of outgoing connections. Otherwise a client that
	// reconnects to a server that is down may get the server's port as its own, and the
	// server cannot start
	private static final int LOWEST = 15_000;

	private static final int HIGHEST = 32_000;

	private static final int TRIES = 1_000;

	private static final Set<Integer> RESERVED = ConcurrentHashMap.newKeySet();

	static ServerPorts reserve(boolean tls) {
		return new ServerPorts(reservePort(), tls ? reservePort() : 0);
	}

	void release() {
		RESERVED.remove(this.plain);
		RESERVED.remove(this.tls);
	}

	private static int reservePort() {
		for (int i = 0; i < TRIES; i++) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
			if (RESERVED.add(port)) {
				if (isFree(port)) {
					return port;
				}
				RESERVED.remove(port);
			}
		}
		throw new IllegalStateException("No free port found between " + LOWEST + " and " + HIGHEST);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(ServerAddress.LOOPBACK))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}

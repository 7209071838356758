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

package io.github.redsync.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server on the loopback interface that is not a Redis server, or a faulty one.
 */
final class NonRedisServer implements AutoCloseable {

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket listener;

	private NonRedisServer(Behavior behavior) throws IOException {
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(() -> {
			while (true) {
				Socket socket = this.listener.accept();
				this.sockets.add(socket);
				start(() -> behavior.handle(socket));
			}
		});
	}

	private static void start(Action action) {
		Thread thread = new Thread(() -> {
			try {
				action.run();
			}
			catch (IOException ex) {
				// Closed by the client or by this class
			}
		}, "non-redis-server");
		thread.setDaemon(true);
		thread.start();
	}

	static NonRedisServer with(Behavior behavior) {
		try {
			return new NonRedisServer(behavior);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send the same reply to any first request, and close the connection.
	 */
	static NonRedisServer replying(String reply) {
		return with((socket) -> {
			socket.getInputStream().read();
			write(socket, reply);
			socket.shutdownOutput();
			socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		});
	}

	/**
	 * Send a greeting to each client, and keep the connection.
	 */
	static NonRedisServer greeting(String greeting) {
		return with((socket) -> {
			write(socket, greeting);
			socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		});
	}

	static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The behavior on one connection.
	 */
	interface Behavior {

		void handle(Socket socket) throws IOException;

	}

	private interface Action {

		void run() throws IOException;

	}

}

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
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One connection through a {@link FaultProxy}: a socket on each side and the threads
 * between them. Thread-safe.
 */
final class ProxyLink {

	private final Socket client;

	private final Socket server;

	private final Consumer<ProxyLink> onEnd;

	private final List<Thread> threads;

	private final AtomicInteger openDirections = new AtomicInteger(ProxyDirection.values().length);

	private final Set<ProxyDirection> dropped = ConcurrentHashMap.newKeySet();

	private volatile boolean lossy;

	ProxyLink(Socket client, Socket server, ProxyFaults faults, Consumer<ProxyLink> onEnd) {
		this.client = client;
		this.server = server;
		this.onEnd = onEnd;
		ProxyPump requests = new ProxyPump(this, faults, ProxyDirection.REQUESTS, client, server);
		ProxyPump replies = new ProxyPump(this, faults, ProxyDirection.REPLIES, server, client);
		this.threads = Stream.of(requests, replies).flatMap((pump) -> pump.threads().stream()).toList();
	}

	void start() {
		this.threads.forEach((thread) -> {
			thread.setDaemon(true);
			thread.start();
		});
	}

	void markLossy() {
		this.lossy = true;
	}

	/**
	 * Return whether bytes were dropped, so that later bytes cannot be interpreted.
	 * @return whether bytes were dropped
	 */
	boolean isLossy() {
		return this.lossy;
	}

	/**
	 * Drop all further bytes of one direction.
	 * @param direction the direction
	 */
	void drop(ProxyDirection direction) {
		this.dropped.add(direction);
		this.lossy = true;
	}

	boolean isDropped(ProxyDirection direction) {
		return this.dropped.contains(direction);
	}

	/**
	 * Forward the end of the stream from one side.
	 * @param to the socket of the other side
	 * @throws IOException if the connection is broken
	 */
	void end(Socket to) throws IOException {
		to.shutdownOutput();
		if (this.openDirections.decrementAndGet() == 0) {
			this.client.close();
			this.server.close();
			this.onEnd.accept(this);
		}
	}

	/**
	 * Reset the connection on both sides and discard all bytes in transit.
	 */
	void reset() {
		// The server side first: the client reconnects as soon as its side is reset, and
		// no
		// bytes of this connection may reach the server after that
		reset(this.server);
		reset(this.client);
		this.threads.forEach(Thread::interrupt);
		this.onEnd.accept(this);
	}

	/**
	 * Wait until all threads of this connection have ended.
	 * @throws InterruptedException if the waiting thread was interrupted
	 */
	void join() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * Close a socket so that the peer sees "connection reset", not an end of the stream.
	 * @param socket the socket
	 */
	static void reset(Socket socket) {
		try (socket) {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// The socket is closed
		}
	}

}

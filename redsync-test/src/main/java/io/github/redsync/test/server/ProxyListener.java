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
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A listener at one port of the loopback interface, which can be closed to refuse
 * connections and opened again. Thread-safe.
 */
final class ProxyListener {

	private static final int SETTLE_LIMIT_SECONDS = 30;

	private static final int BIND_ATTEMPTS = 100;

	private static final long BIND_PAUSE_NANOS = 10_000_000;

	private final int port;

	private final Consumer<Socket> handler;

	// By the local port of the marker connection
	private final Map<Integer, CountDownLatch> markers = new ConcurrentHashMap<>();

	private @Nullable ServerSocket socket;

	private @Nullable Thread thread;

	ProxyListener(int port, Consumer<Socket> handler) {
		this.port = port;
		this.handler = handler;
	}

	/**
	 * Accept connections. No effect on an open listener.
	 */
	synchronized void open() {
		if (this.socket != null) {
			return;
		}
		try {
			ServerSocket opened = listen();
			Thread acceptor = new Thread(() -> acceptAll(opened), "fault-proxy-acceptor");
			acceptor.setDaemon(true);
			acceptor.start();
			this.socket = opened;
			this.thread = acceptor;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + this.port, ex);
		}
	}

	private ServerSocket listen() throws IOException {
		for (int attempt = 1;; attempt++) {
			ServerSocket opened = new ServerSocket();
			try {
				opened.setReuseAddress(true);
				opened.bind(new InetSocketAddress(ServerAddress.LOOPBACK, this.port));
				return opened;
			}
			catch (IOException ex) {
				opened.close();
				// A process that is being started may briefly hold the inherited socket
				// that was closed before
				if (attempt == BIND_ATTEMPTS) {
					throw ex;
				}
				LockSupport.parkNanos(BIND_PAUSE_NANOS);
			}
		}
	}

	/**
	 * Refuse connections. No connection is being handled when this method returns.
	 */
	synchronized void close() {
		ServerSocket opened = this.socket;
		Thread acceptor = this.thread;
		this.socket = null;
		this.thread = null;
		try {
			if (opened != null) {
				opened.close();
			}
			if (acceptor != null) {
				acceptor.join();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Wait until all earlier connections have been handled. A client is connected as soon
	 * as the system has accepted the connection, before the handler is called.
	 */
	synchronized void settle() {
		if (this.socket == null) {
			return;
		}
		// The system returns connections in the order in which they were made
		try (Socket marker = new Socket()) {
			marker.bind(new InetSocketAddress(ServerAddress.LOOPBACK, 0));
			CountDownLatch accepted = new CountDownLatch(1);
			this.markers.put(marker.getLocalPort(), accepted);
			marker.connect(new InetSocketAddress(ServerAddress.LOOPBACK, this.port));
			if (!accepted.await(SETTLE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Port " + this.port + " accepts no more connections");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void acceptAll(ServerSocket opened) {
		try {
			while (true) {
				Socket accepted = opened.accept();
				CountDownLatch marker = this.markers.remove(accepted.getPort());
				if (marker != null) {
					accepted.close();
					marker.countDown();
				}
				else {
					this.handler.accept(accepted);
				}
			}
		}
		catch (IOException ex) {
			// The socket was closed
		}
	}

}

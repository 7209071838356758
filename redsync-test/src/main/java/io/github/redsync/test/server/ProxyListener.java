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
 * Accepts connections at one port of the loopback interface, or has them refused. Safe
 * for use by many threads.
 */
final class ProxyListener {

	private static final int SETTLE_LIMIT_SECONDS = 30;

	private static final int BIND_ATTEMPTS = 100;

	private static final long BIND_PAUSE_NANOS = 10_000_000;

	private final int port;

	private final Consumer<Socket> handler;

	// By the port from which they come
	private final Map<Integer, CountDownLatch> markers = new ConcurrentHashMap<>();

	private @Nullable ServerSocket socket;

	private @Nullable Thread thread;

	ProxyListener(int port, Consumer<Socket> handler) {
		this.port = port;
		this.handler = handler;
	}

	/**
	 * Accept connections from now on. No effect if that is so already.
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
				// A process that is just being started has, for a moment, inherited the
				// socket that was closed before
				if (attempt == BIND_ATTEMPTS) {
					throw ex;
				}
				LockSupport.parkNanos(BIND_PAUSE_NANOS);
			}
		}
	}

	/**
	 * Have connections refused from now on; on return no connection is being handled.
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
	 * Wait until all connections that were made before have been handled: a client takes
	 * itself for connected as soon as the system has noticed it.
	 */
	synchronized void settle() {
		if (this.socket == null) {
			return;
		}
		// The system hands connections over in the order in which they were made
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
			// Closed: that is how it ends
		}
	}

}

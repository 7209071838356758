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
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A faulty network in front of a Redis server: a TCP proxy on the loopback interface that
 * can delay, pause, drop and disconnect. It forwards all bytes unchanged until a fault is
 * injected. Faults accumulate until {@link #heal()}. <pre class="code">
 * try (FaultProxy proxy = FaultProxy.inFrontOf(server)) {
 *     // connect to proxy.uri()
 *     proxy.dropReplies();
 * }
 * </pre> TCP never loses single bytes. A connection that has lost bytes here is therefore
 * reset when the proxy is healed, so that no reply is matched to another request. Its
 * threads are daemons and end with {@link #close()}. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

	private static final int CONNECT_LIMIT_MILLIS = 2_000;

	private final ServerAddress server;

	private final ServerPorts ports = ServerPorts.reserve(false);

	private final ProxyFaults faults = new ProxyFaults();

	private final ProxyListener listener = new ProxyListener(this.ports.plain(), this::connect);

	private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

	private FaultProxy(ServerAddress server) {
		this.server = server;
	}

	/**
	 * Start a proxy in front of a server, which may be restarted later.
	 * @param server the server
	 * @return the proxy, to be closed by the caller
	 * @throws UncheckedIOException if it cannot listen
	 */
	public static FaultProxy inFrontOf(RedisServer server) {
		return open(server.address());
	}

	/**
	 * Start a proxy in front of any server.
	 * @param host the name or address of the server
	 * @param port the port of the server
	 * @return the proxy, to be closed by the caller
	 * @throws UncheckedIOException if it cannot listen
	 */
	public static FaultProxy inFrontOf(String host, int port) {
		return open(new ServerAddress(host, port, null));
	}

	private static FaultProxy open(ServerAddress server) {
		FaultProxy proxy = new FaultProxy(server);
		proxy.listener.open();
		return proxy;
	}

	/**
	 * Return the host of the proxy.
	 * @return the address of the loopback interface
	 */
	public String host() {
		return ServerAddress.LOOPBACK;
	}

	/**
	 * Return the port of the proxy.
	 * @return the port, the same until the proxy is closed
	 */
	public int port() {
		return this.ports.plain();
	}

	/**
	 * Return the URI of the server through the proxy.
	 * @return a URI such as {@code redis://127.0.0.1:20003}, with the server's password
	 * if it has one
	 */
	public String uri() {
		return new ServerAddress(host(), port(), this.server.password()).uri("redis");
	}

	/**
	 * Return the number of open connections.
	 * @return the number
	 */
	public int connections() {
		this.listener.settle();
		return this.links.size();
	}

	/**
	 * Delay every request. Bytes keep their order, and their delays do not add up.
	 * @param delay the delay, zero for none; replaces an earlier one
	 */
	public void delayRequests(Duration delay) {
		this.faults.delay(ProxyDirection.REQUESTS, delay.toNanos());
	}

	/**
	 * Delay every reply.
	 * @param delay the delay, zero for none; replaces an earlier one
	 */
	public void delayReplies(Duration delay) {
		this.faults.delay(ProxyDirection.REPLIES, delay.toNanos());
	}

	/**
	 * Drop requests. The server does not receive them.
	 */
	public void dropRequests() {
		this.faults.drop(ProxyDirection.REQUESTS);
	}

	/**
	 * Drop replies. The server executes requests that appear to fail.
	 */
	public void dropReplies() {
		this.faults.drop(ProxyDirection.REPLIES);
	}

	/**
	 * Hold back all bytes in both directions, as during an interruption of the network.
	 * They are delivered on {@link #resume()} or {@link #heal()}. Connections stay open,
	 * and new ones are accepted.
	 */
	public void pause() {
		this.faults.pause();
	}

	/**
	 * Resume a paused proxy, and deliver the bytes that were held back. Other faults
	 * stay.
	 */
	public void resume() {
		this.faults.resume();
	}

	/**
	 * Drop all further requests on the open connections, as a firewall that has forgotten
	 * them. The connections stay open, and neither side is notified. New connections are
	 * not affected.
	 */
	public void dropRequestsOnOpenConnections() {
		dropOnOpenConnections(ProxyDirection.REQUESTS);
	}

	/**
	 * Drop all further replies on the open connections. New connections are not affected.
	 */
	public void dropRepliesOnOpenConnections() {
		dropOnOpenConnections(ProxyDirection.REPLIES);
	}

	private void dropOnOpenConnections(ProxyDirection direction) {
		this.listener.settle();
		this.links.forEach((link) -> link.drop(direction));
	}

	/**
	 * Reset all connections once. New ones are accepted.
	 */
	public void disconnect() {
		this.listener.settle();
		this.links.forEach(ProxyLink::reset);
	}

	/**
	 * Refuse new connections until {@link #accept()} or {@link #heal()}. Open connections
	 * stay open.
	 */
	public void refuse() {
		this.listener.settle();
		this.listener.close();
	}

	/**
	 * Accept new connections again. Other faults stay.
	 * @throws UncheckedIOException if another process has taken the port
	 */
	public void accept() {
		this.listener.open();
	}

	/**
	 * End all faults. Bytes that were held back are delivered, connections that have lost
	 * bytes are reset, and new ones are accepted.
	 * @throws UncheckedIOException if another process has taken the port
	 */
	public void heal() {
		this.faults.heal();
		this.links.stream().filter(ProxyLink::isLossy).forEach(ProxyLink::reset);
		this.listener.open();
	}

	/**
	 * Reset all connections and stop the proxy. No effect on a closed proxy.
	 */
	@Override
	public void close() {
		this.listener.close();
		for (ProxyLink link : this.links) {
			link.reset();
			try {
				link.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.ports.release();
	}

	@Override
	public String toString() {
		return "Fault proxy at " + host() + ":" + port() + " for " + this.server;
	}

	private void connect(Socket client) {
		Socket target = new Socket();
		try {
			client.setTcpNoDelay(true);
			target.setTcpNoDelay(true);
			target.connect(new InetSocketAddress(this.server.host(), this.server.port()), CONNECT_LIMIT_MILLIS);
			ProxyLink link = new ProxyLink(client, target, this.faults, this.links::remove);
			this.links.add(link);
			link.start();
		}
		catch (IOException ex) {
			// The connection was accepted, so it can no longer be refused
			ProxyLink.reset(client);
			ProxyLink.reset(target);
		}
	}

}

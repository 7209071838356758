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
 * A bad network in front of a Redis server: a TCP proxy on the loopback interface of this
 * JVM that delays, withholds, drops and cuts on demand. It passes everything on unchanged
 * until told otherwise; faults add up until {@link #heal()}. <pre class="code">
 * try (FaultProxy proxy = FaultProxy.inFrontOf(server)) {
 *     // connect to proxy.uri()
 *     proxy.dropReplies();
 * }
 * </pre> TCP never loses single bytes: a connection that lost some here is reset when the
 * proxy is healed, so that nobody takes one reply for another. Safe for use by many
 * threads. Its threads are daemons and end with {@link #close()}.
 */
public final class FaultProxy implements AutoCloseable {

	private static final int CONNECT_LIMIT_MILLIS = 2_000;

	private final ServerAddress server;

	private final ServerPorts ports = ServerPorts.reserve(false);

	private final ProxyFaults faults = new ProxyFaults();

	private final ProxyListener listener = new ProxyListener(this.ports.plain(), this::accept);

	private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();

	private FaultProxy(ServerAddress server) {
		this.server = server;
	}

	/**
	 * Start a proxy in front of a server, which may be restarted behind it.
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
	 * Return where the proxy is.
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
	 * Return the URI of the server by way of the proxy.
	 * @return a URI as in {@code redis://127.0.0.1:20003}, with the server's password if
	 * it has one
	 */
	public String uri() {
		return new ServerAddress(host(), port(), this.server.password()).uri("redis");
	}

	/**
	 * Return the number of connections that are open.
	 * @return the number
	 */
	public int connections() {
		this.listener.settle();
		return this.links.size();
	}

	/**
	 * Let every request reach the server late. Later bytes stay behind earlier ones, and
	 * do not add up to longer delays.
	 * @param delay how late, zero for not at all; replaces an earlier one
	 */
	public void delayRequests(Duration delay) {
		this.faults.delay(ProxyDirection.REQUESTS, delay.toNanos());
	}

	/**
	 * Let every reply reach the client late.
	 * @param delay how late, zero for not at all; replaces an earlier one
	 */
	public void delayReplies(Duration delay) {
		this.faults.delay(ProxyDirection.REPLIES, delay.toNanos());
	}

	/**
	 * Let requests vanish on their way: the server never sees them.
	 */
	public void dropRequests() {
		this.faults.drop(ProxyDirection.REQUESTS);
	}

	/**
	 * Let replies vanish on their way: the server executes what the client believes
	 * failed.
	 */
	public void dropReplies() {
		this.faults.drop(ProxyDirection.REPLIES);
	}

	/**
	 * Let nothing through, in both directions, and keep what comes: it is delivered late,
	 * on {@link #heal()}, as after an interruption of the network. Connections are still
	 * accepted, and stay open.
	 */
	public void hang() {
		this.faults.hang();
	}

	/**
	 * Let all further requests on the connections that are open vanish, as behind a
	 * firewall that has forgotten them: the connections stay open, and neither side is
	 * notified. New connections work.
	 */
	public void forgetRequests() {
		forget(ProxyDirection.REQUESTS);
	}

	/**
	 * Let all further replies on the connections that are open vanish. New connections
	 * work.
	 */
	public void forgetReplies() {
		forget(ProxyDirection.REPLIES);
	}

	private void forget(ProxyDirection direction) {
		this.listener.settle();
		this.links.forEach((link) -> link.forget(direction));
	}

	/**
	 * Reset all connections, once. New ones are accepted.
	 */
	public void cut() {
		this.listener.settle();
		this.links.forEach(ProxyLink::reset);
	}

	/**
	 * Refuse new connections until {@link #heal()}. Those that are open stay open.
	 */
	public void refuse() {
		this.listener.settle();
		this.listener.close();
	}

	/**
	 * End all faults: what was kept is delivered, connections that lost bytes are reset,
	 * new ones are accepted.
	 * @throws UncheckedIOException if another process has taken the port meanwhile
	 */
	public void heal() {
		this.faults.heal();
		this.links.stream().filter(ProxyLink::isLossy).forEach(ProxyLink::reset);
		this.listener.open();
	}

	/**
	 * Reset all connections and end the proxy. No effect if that was done before.
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

	private void accept(Socket client) {
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
			// The nearest to "connection refused" that is left after having accepted
			ProxyLink.reset(client);
			ProxyLink.reset(target);
		}
	}

}

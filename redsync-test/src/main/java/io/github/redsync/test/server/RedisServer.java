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

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * A real Redis server for a test or a demonstration, which can be paused, killed and
 * restarted empty.
 * <p>
 * It is a container if Testcontainers is on the class path and a Docker engine replies.
 * Otherwise it is a process on this machine, from the executable in
 * {@code org.signal:embedded-redis} (Linux, macOS) or the one named by the system
 * property {@code redsync.test.redis-server}. The system property
 * {@code redsync.test.redis} forces {@code docker} or {@code embedded}. The image is
 * {@code redis:7-alpine} unless {@code redsync.test.redis-image} names another. The
 * server can be reached only from this machine unless the Docker engine is on another
 * one. It writes nothing to disk, and does not outlive this JVM, even if the JVM is
 * killed.
 * <p>
 * Host, ports and {@linkplain #directory() directory} stay the same until
 * {@link #close()}. Thread-safe.
 */
public final class RedisServer implements AutoCloseable {

	private final ServerRuntime runtime;

	private final ServerSettings settings;

	private final ServerPorts ports;

	private final ServerAddress address;

	private final long startNanos = System.nanoTime();

	private boolean paused;

	/** Whether the server was restarted since it was started or healed. */
	private boolean restarted;

	private @Nullable String healedRunId;

	private boolean closed;

	RedisServer(ServerRuntime runtime, ServerSettings settings, ServerPorts ports) {
		this.runtime = runtime;
		this.settings = settings;
		this.ports = ports;
		this.address = new ServerAddress(runtime.host(), ports.plain(), settings.password());
	}

	/**
	 * Start a server with the default settings and wait until it replies.
	 * @return the server, to be closed by the caller
	 * @throws IllegalStateException if it does not start; the message contains its log
	 */
	public static RedisServer start() {
		return builder().start();
	}

	/**
	 * Return a builder of a server with other settings.
	 * @return a new builder
	 */
	public static RedisServerBuilder builder() {
		return new RedisServerBuilder();
	}

	/**
	 * Return the host of the server.
	 * @return a name or an address
	 */
	public String host() {
		return this.address.host();
	}

	/**
	 * Return the port for connections without TLS.
	 * @return the port
	 */
	public int port() {
		return this.address.port();
	}

	/**
	 * Return the URI of the server, for connections without TLS.
	 * @return a URI such as {@code redis://127.0.0.1:20001}, with the
	 * {@linkplain RedisServerBuilder#password(String) password} if there is one
	 */
	public String uri() {
		return this.address.uri("redis");
	}

	/**
	 * Return the URI of the server, for connections with TLS.
	 * @return a URI such as {@code rediss://127.0.0.1:20002}, with the password if there
	 * is one
	 * @throws IllegalStateException if the server was not built with
	 * {@linkplain RedisServerBuilder#tls(String, String) TLS}
	 */
	public String tlsUri() {
		if (!this.settings.tls()) {
			throw new IllegalStateException("The server was not built with TLS");
		}
		return this.address.withPort(this.ports.tls()).uri("rediss");
	}

	/**
	 * Return the directory of the server, as seen by the server. On this machine it
	 * contains the {@linkplain RedisServerBuilder#file(String, String) files} of the
	 * server, and for example a Unix socket, while the server is alive.
	 * @return the directory
	 */
	public Path directory() {
		return this.runtime.directory();
	}

	/**
	 * Return the id of the server's process.
	 * @return the id, or empty if the server runs in a container or does not exist
	 */
	public synchronized OptionalLong pid() {
		return this.runtime.pid();
	}

	/**
	 * Return whether the server exists and is not paused.
	 * @return whether it can reply
	 */
	public synchronized boolean isRunning() {
		return !this.closed && !this.paused && this.runtime.isAlive();
	}

	/**
	 * Pause the server with SIGSTOP or {@code docker pause}. Connections stay open and
	 * the system accepts new ones, but the server does not reply. It executes the
	 * commands that were sent meanwhile on {@link #resume()}. No effect on a paused
	 * server.
	 * @throws IllegalStateException if the server does not exist
	 */
	public synchronized void pause() {
		if (!this.paused) {
			if (!isRunning()) {
				throw new IllegalStateException(this + " is not running");
			}
			this.runtime.pause();
			this.paused = true;
		}
	}

	/**
	 * Resume a paused server. No effect on others.
	 */
	public synchronized void resume() {
		if (this.paused) {
			this.runtime.resume();
			this.paused = false;
		}
	}

	/**
	 * Kill the server (SIGKILL), even a paused one. Its connections are reset, its port
	 * refuses new ones, and its data is lost. No effect on a server that does not exist.
	 */
	public synchronized void kill() {
		if (!this.closed && this.runtime.isAlive()) {
			this.runtime.kill();
		}
		this.paused = false;
	}

	/**
	 * Restart the server at the same port without data, with its initial settings and a
	 * new run id. If it exists it is {@linkplain #kill() killed} first.
	 * @throws IllegalStateException if it does not start, or was closed
	 */
	public synchronized void restartEmpty() {
		if (this.closed) {
			throw new IllegalStateException(this + " was closed");
		}
		kill();
		this.restarted = true;
		this.runtime.startWithRetries(this.ports);
	}

	/**
	 * Return the server to running and to no data. An existing server keeps its
	 * connections, its scripts and the effects of {@code CONFIG SET}. A server that was
	 * killed, is a replica, or does not execute {@code FLUSHALL} is
	 * {@linkplain #restartEmpty() restarted}.
	 * <p>
	 * The restart protection of Redsync does not apply to a healed server. Clients of
	 * this JVM reconnect within about a second, and its votes count immediately.
	 * @throws IllegalStateException if it does not start, or was closed
	 */
	public synchronized void heal() {
		resume();
		if (!isRunning() || !this.address.flush()) {
			restartEmpty();
		}
		if (this.restarted) {
			forgetHealedRunId();
			this.healedRunId = this.address.runId();
			HealedServers.add(this.healedRunId, this.startNanos);
			// A connected client has to handshake again to see the age of the server
			this.address.disconnectClients();
			this.restarted = false;
		}
	}

	private void forgetHealedRunId() {
		if (this.healedRunId != null) {
			HealedServers.remove(this.healedRunId);
			this.healedRunId = null;
		}
	}

	/**
	 * Connect to the server and authenticate if it has a password. Connecting and each
	 * reply are limited to 2 seconds.
	 * @return the connection, to be closed by the caller
	 * @throws UncheckedIOException if the server does not reply
	 */
	public RawRedis connect() {
		return this.address.connect();
	}

	/**
	 * Send one command over a new connection.
	 * @param words the command and its arguments, for example {@code "PTTL", "key"}
	 * @return the reply, as described for {@link RawRedis}
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the server does not reply within 2 seconds
	 */
	public @Nullable Object command(String... words) {
		try (RawRedis redis = connect()) {
			return redis.command(words);
		}
	}

	/**
	 * Stop the server and remove its directory. No effect on a closed server.
	 */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			this.paused = false;
			forgetHealedRunId();
			this.runtime.close();
			this.ports.release();
		}
	}

	@Override
	public String toString() {
		return "Redis server at " + this.address;
	}

	ServerAddress address() {
		return this.address;
	}

}

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
 * A real Redis server, started for a test or a demonstration, that can be paused, killed
 * and brought back empty.
 * <p>
 * It is a container where Testcontainers is on the class path and a Docker engine
 * answers, and else a process of this machine, from the executable in
 * {@code org.signal:embedded-redis} (Linux, macOS) or from the one that the system
 * property {@code redsync.test.redis-server} names. The system property
 * {@code redsync.test.redis} forces {@code docker} or {@code embedded}; the image is
 * {@code redis:7-alpine} unless {@code redsync.test.redis-image} names another. The
 * server is reached from this machine only (unless the Docker engine is on another one),
 * writes nothing to disk, and does not outlive this JVM, even if the JVM is killed.
 * <p>
 * Host, ports and {@linkplain #directory() directory} stay the same until
 * {@link #close()}. Safe for use by many threads.
 */
public final class RedisServer implements AutoCloseable {

	private static final int START_ATTEMPTS = 10;

	private final ServerRuntime runtime;

	private final ServerSettings settings;

	private final ServerPorts ports;

	private final ServerAddress address;

	private final long startNanos = System.nanoTime();

	private boolean paused;

	/** Whether clients may know of a restart that heal() has not made good. */
	private boolean restarted;

	private @Nullable String healedRunId;

	private boolean closed;

	private RedisServer(ServerRuntime runtime, ServerSettings settings, ServerPorts ports) {
		this.runtime = runtime;
		this.settings = settings;
		this.ports = ports;
		this.address = new ServerAddress(runtime.host(), ports.plain(), settings.password());
	}

	/**
	 * Start a server with the defaults, and wait until it answers.
	 * @return the server, to be closed by the caller
	 * @throws IllegalStateException if it does not start; the message has the server's
	 * log
	 */
	public static RedisServer start() {
		return builder().start();
	}

	/**
	 * Prepare a server that is not like the default.
	 * @return a new builder
	 */
	public static RedisServerBuilder builder() {
		return new RedisServerBuilder();
	}

	static RedisServer start(ServerSettings settings) {
		ServerRuntime runtime = RedisMode.current().runtime(settings);
		for (int attempt = 1;; attempt++) {
			ServerPorts ports = ServerPorts.reserve(settings.tls());
			try {
				runtime.start(ports);
				return new RedisServer(runtime, settings, ports);
			}
			catch (RuntimeException | Error ex) {
				ports.release();
				if (attempt == START_ATTEMPTS || !(ex instanceof TransientStartException)) {
					runtime.close();
					throw ex;
				}
			}
		}
	}

	/**
	 * Return where the server is.
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
	 * @return a URI as in {@code redis://127.0.0.1:20001}, with the
	 * {@linkplain RedisServerBuilder#password(String) password} if there is one
	 */
	public String uri() {
		return this.address.uri("redis");
	}

	/**
	 * Return the URI of the server, for connections with TLS.
	 * @return a URI as in {@code rediss://127.0.0.1:20002}, with the password if there is
	 * one
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
	 * Return the directory of the server as the server sees it; for a server that is a
	 * process of this machine it holds the
	 * {@linkplain RedisServerBuilder#file(String, String) files}, and whatever else was
	 * put there, for example a Unix socket, while the server lives.
	 * @return the directory
	 */
	public Path directory() {
		return this.runtime.directory();
	}

	/**
	 * Return the id of the server's process.
	 * @return the id, or nothing if the server runs in a container or not at all
	 */
	public synchronized OptionalLong pid() {
		return this.runtime.pid();
	}

	/**
	 * Return whether the server exists and is not paused.
	 * @return whether it can be expected to answer
	 */
	public synchronized boolean isRunning() {
		return !this.closed && !this.paused && this.runtime.isAlive();
	}

	/**
	 * Let the server hang (SIGSTOP, or {@code docker pause}): connections stay, and new
	 * ones are accepted by the system, but nothing is answered. Commands sent meanwhile
	 * are executed on {@link #resume()}. No effect on a paused server.
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
	 * Let a paused server go on. No effect on others.
	 */
	public synchronized void resume() {
		if (this.paused) {
			this.runtime.resume();
			this.paused = false;
		}
	}

	/**
	 * Let the server crash (SIGKILL), paused or not: its connections are reset, its port
	 * refuses new ones, its data is lost. No effect on a server that does not exist.
	 */
	public synchronized void kill() {
		if (!this.closed && this.runtime.isAlive()) {
			this.runtime.kill();
		}
		this.paused = false;
	}

	/**
	 * Start the server again at the same port, with no data, settings as at the first
	 * start, and a new run id; if it still exists it is {@linkplain #kill() killed}
	 * first.
	 * @throws IllegalStateException if it does not start, or was closed
	 */
	public synchronized void restartEmpty() {
		if (this.closed) {
			throw new IllegalStateException(this + " was closed");
		}
		kill();
		this.restarted = true;
		for (int attempt = 1;; attempt++) {
			try {
				this.runtime.start(this.ports);
				return;
			}
			catch (TransientStartException ex) {
				if (attempt == START_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Bring the server back to the state in which it was started, as far as commands can
	 * tell: running and without data. A server that exists keeps its connections, its
	 * scripts and what {@code CONFIG SET} changed; one that was killed, is a replica, or
	 * does not obey is {@linkplain #restartEmpty() started anew}.
	 * <p>
	 * The restart protection of Redsync does not apply to a healed server, however it was
	 * restarted before: clients of this JVM connect to it again within about a second,
	 * and its votes count immediately.
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
			// A client that has met the server since its restart examines it again
			this.address.dropClients();
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
	 * Connect to the server, and authenticate if it has a password. Connecting and each
	 * reply are limited to 2 seconds.
	 * @return the connection, to be closed by the caller
	 * @throws UncheckedIOException if the server does not answer
	 */
	public RawRedis connect() {
		return this.address.connect();
	}

	/**
	 * Send one command over a connection of its own.
	 * @param words the command and its arguments, for example {@code "PTTL", "key"}
	 * @return the reply, as told in {@link RawRedis}
	 * @throws RedisErrorException if the reply is an error
	 * @throws UncheckedIOException if the server does not answer within 2 seconds
	 */
	public @Nullable Object command(String... words) {
		try (RawRedis redis = connect()) {
			return redis.command(words);
		}
	}

	/**
	 * End the server and remove its directory. No effect if that was done before.
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

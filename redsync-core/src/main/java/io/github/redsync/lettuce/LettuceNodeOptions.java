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

package io.github.redsync.lettuce;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import org.jspecify.annotations.Nullable;

/**
 * The address and the connection settings of one node. Each method sets one property and
 * returns these options. A node uses the values at the time when it is created. Not
 * thread-safe.
 */
public final class LettuceNodeOptions {

	private static final Duration MIN_CONNECT_TIMEOUT = Duration.ofMillis(1);

	private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofHours(1);

	final RedisURI uri;

	String name;

	int poolSize = 1;

	Duration connectTimeout = Duration.ofSeconds(2);

	boolean requireRunId = true;

	@Nullable SslOptions sslOptions;

	Consumer<ClientOptions.Builder> customizer = (options) -> {
	};

	private LettuceNodeOptions(RedisURI uri) {
		this.uri = Objects.requireNonNull(uri, "'uri' must not be null");
		this.name = address(uri);
	}

	/**
	 * Create options with the address of a server.
	 * @param uri the address with credentials, database and whether to use TLS; may be
	 * that of Sentinels or of a Unix socket
	 * @return new options
	 * @throws IllegalArgumentException if a host is not valid
	 */
	public static LettuceNodeOptions of(RedisURI uri) {
		if (uri.getHost() != null) {
			RedisUriParser.checkHost(uri.getHost());
		}
		uri.getSentinels().forEach((sentinel) -> RedisUriParser.checkHost(sentinel.getHost()));
		return new LettuceNodeOptions(uri);
	}

	/**
	 * Create options with the address of a server.
	 * @param uri the address, such as {@code redis://user:password@host:6379/0}
	 * @return new options
	 * @throws IllegalArgumentException if the address is not valid; the message does not
	 * contain it, since it may contain a password
	 */
	public static LettuceNodeOptions of(String uri) {
		try {
			return of(RedisUriParser.parse(uri));
		}
		catch (InvalidRedisUriException ex) {
			throw new IllegalArgumentException(ex.getMessage() + ". " + ex.getAction());
		}
	}

	/**
	 * Set the name of the node in messages, metrics and health details.
	 * @param name the name, not blank; default is host and port
	 * @return these options
	 * @throws IllegalArgumentException if the name is blank
	 */
	public LettuceNodeOptions name(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("The name of node " + address(this.uri) + " must not be blank");
		}
		this.name = name;
		return this;
	}

	/**
	 * Set the number of connections of the node. Each key is assigned to one of them, so
	 * that its commands keep their order.
	 * @param poolSize from 1 to 64; default is 1, which is best unless one event loop is
	 * saturated
	 * @return these options
	 * @throws IllegalArgumentException if the size is out of range
	 */
	public LettuceNodeOptions poolSize(int poolSize) {
		if (poolSize < 1 || poolSize > 64) {
			throw new IllegalArgumentException(
					"Invalid pool size " + poolSize + " of node " + this.name + ": must be between 1 and 64");
		}
		this.poolSize = poolSize;
		return this;
	}

	/**
	 * Set the time limit to make a connection, including its handshake.
	 * @param connectTimeout from 1 millisecond to 1 hour, rounded down to milliseconds;
	 * default is 2 seconds
	 * @return these options
	 * @throws IllegalArgumentException if the time is out of range
	 */
	public LettuceNodeOptions connectTimeout(Duration connectTimeout) {
		if (connectTimeout.compareTo(MIN_CONNECT_TIMEOUT) < 0 || connectTimeout.compareTo(MAX_CONNECT_TIMEOUT) > 0) {
			throw new IllegalArgumentException("Invalid connect timeout " + connectTimeout + " of node " + this.name
					+ ": must be between " + MIN_CONNECT_TIMEOUT + " and " + MAX_CONNECT_TIMEOUT);
		}
		this.connectTimeout = connectTimeout;
		return this;
	}

	/**
	 * Set whether the server must report a run id. Without one, restarts of the server
	 * are not detected, nor that two nodes are the same server.
	 * @param requireRunId whether to refuse a server that reports none in {@code INFO};
	 * default is {@code true}; use {@code false} only with
	 * {@link io.github.redsync.RestartProtection#OFF}
	 * @return these options
	 */
	public LettuceNodeOptions requireRunId(boolean requireRunId) {
		this.requireRunId = requireRunId;
		return this;
	}

	/**
	 * Set keys, certificates and protocols of TLS. The URI determines whether TLS is
	 * used.
	 * @param sslOptions the options, or {@code null} for the defaults of the JVM
	 * @return these options
	 */
	public LettuceNodeOptions sslOptions(@Nullable SslOptions sslOptions) {
		this.sslOptions = sslOptions;
		return this;
	}

	/**
	 * Customize further options of Lettuce. Those of reconnection, queueing and timeouts
	 * are set by the library and cannot be changed.
	 * @param customizer customizes the options
	 * @return these options
	 */
	public LettuceNodeOptions clientOptions(Consumer<ClientOptions.Builder> customizer) {
		this.customizer = Objects.requireNonNull(customizer, "'customizer' must not be null");
		return this;
	}

	private static String address(RedisURI uri) {
		if (uri.getSocket() != null) {
			return uri.getSocket();
		}
		if (uri.getSentinelMasterId() != null) {
			return "sentinel:" + uri.getSentinelMasterId();
		}
		return uri.getHost() + ":" + uri.getPort();
	}

}

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

package io.github.redsync.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.redsync.RestartProtection;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of Redsync, under {@code redsync}.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("redsync")
public class RedsyncProperties {

	/**
	 * Whether to enable distributed locks. If disabled, methods annotated
	 * with @DistributedLock run without a lock, which is intended for tests.
	 */
	private boolean enabled = true;

	/**
	 * Independent Redis servers that vote on each lock, preferably three or five. Each
	 * node has either a 'uri', or a 'host' with optional 'port', 'username', 'password'
	 * and 'database'. Also optional are 'ssl.enabled', 'ssl.bundle', 'name', 'pool-size'
	 * and 'connect-timeout'.
	 */
	private List<Node> nodes = new ArrayList<>();

	/**
	 * Prefix of every key, in front of the lock name.
	 */
	private String keyPrefix = "";

	/**
	 * Owner name reported to clients that do not get the lock; empty to report none.
	 * Defaults to application name, host and process id, as in shop@web-1:4711.
	 */
	private @Nullable String owner;

	/**
	 * Protection against votes of a node that has lost its data in a restart.
	 */
	private RestartProtection restartProtection = RestartProtection.OBSERVED;

	@NestedConfigurationProperty
	private final RedsyncLockProperties lock = new RedsyncLockProperties();

	private final Fencing fencing = new Fencing();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<Node> getNodes() {
		return this.nodes;
	}

	public void setNodes(List<Node> nodes) {
		this.nodes = nodes;
	}

	public String getKeyPrefix() {
		return this.keyPrefix;
	}

	public void setKeyPrefix(String keyPrefix) {
		this.keyPrefix = keyPrefix;
	}

	public @Nullable String getOwner() {
		return this.owner;
	}

	public void setOwner(@Nullable String owner) {
		this.owner = owner;
	}

	public RestartProtection getRestartProtection() {
		return this.restartProtection;
	}

	public void setRestartProtection(RestartProtection restartProtection) {
		this.restartProtection = restartProtection;
	}

	public RedsyncLockProperties getLock() {
		return this.lock;
	}

	public Fencing getFencing() {
		return this.fencing;
	}

	/**
	 * Fencing tokens.
	 */
	public static class Fencing {

		/**
		 * Whether all nodes must reply when too few of them can confirm the earlier
		 * tokens of a lock name, instead of trusting clocks.
		 */
		private boolean strict;

		public boolean isStrict() {
			return this.strict;
		}

		public void setStrict(boolean strict) {
			this.strict = strict;
		}

	}

	/**
	 * One Redis server.
	 */
	public static class Node {

		/**
		 * URI of the server, such as redis://username:password@host:6379/0. Begins with
		 * rediss: for TLS, redis-sentinel: for a master monitored by Sentinels, and
		 * redis-socket: for a Unix socket. Special characters must be percent-encoded.
		 */
		private @Nullable String uri;

		/**
		 * Host of the server. Mutually exclusive with the URI, as are port, username,
		 * password and database.
		 */
		private @Nullable String host;

		/**
		 * Port of the server, from 1 to 65535. Defaults to 6379.
		 */
		private @Nullable Integer port;

		/**
		 * Login username of the server. Requires a password.
		 */
		private @Nullable String username;

		/**
		 * Login password of the server.
		 */
		private @Nullable String password;

		/**
		 * Database index used by the server, zero or more. Defaults to 0.
		 */
		private @Nullable Integer database;

		/**
		 * Unique name of the node in messages, metrics and health details. Defaults to
		 * host and port.
		 */
		private @Nullable String name;

		/**
		 * Number of connections, from 1 to 64. Each key always uses the same connection.
		 */
		private int poolSize = 1;

		/**
		 * Maximum time to establish a connection, including its handshake, from 1 ms to 1
		 * hour.
		 */
		private Duration connectTimeout = Duration.ofSeconds(2);

		private final Ssl ssl = new Ssl();

		public @Nullable String getUri() {
			return this.uri;
		}

		public void setUri(@Nullable String uri) {
			this.uri = uri;
		}

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable Integer getDatabase() {
			return this.database;
		}

		public void setDatabase(@Nullable Integer database) {
			this.database = database;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public int getPoolSize() {
			return this.poolSize;
		}

		public void setPoolSize(int poolSize) {
			this.poolSize = poolSize;
		}

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

	}

	/**
	 * TLS of one server.
	 */
	public static class Ssl {

		/**
		 * Whether to enable TLS. Defaults to true if a bundle is set or the URI requires
		 * TLS.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle with keys and certificates. Defaults to those of the
		 * JVM.
		 */
		private @Nullable String bundle;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}

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
	 * Whether locks are taken. If not, methods with @DistributedLock run without their
	 * lock, which is meant for tests.
	 */
	private boolean enabled = true;

	/**
	 * Independent Redis servers that vote on each lock, best three or five of them. Each
	 * one has either a 'uri', or a 'host' with 'port', 'username', 'password' and
	 * 'database'; besides, 'ssl.enabled', 'ssl.bundle', 'name', 'pool-size' and
	 * 'connect-timeout'.
	 */
	private List<Node> nodes = new ArrayList<>();

	/**
	 * What every key begins with, in front of the name of the lock.
	 */
	private String keyPrefix = "";

	/**
	 * Who is said to hold a lock to those who are refused. Built from application name,
	 * host and process id if not set; empty to tell nothing.
	 */
	private @Nullable String owner;

	/**
	 * Whether a node that has lost its memory by a restart votes at once.
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
		 * Whether all nodes must reply when too few of them can vouch for the earlier
		 * tokens of a name, instead of trusting clocks.
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
		 * rediss: for TLS, redis-sentinel: for a master that Sentinels know, and
		 * redis-socket: for a Unix socket. Special characters in it must be
		 * percent-encoded.
		 */
		private @Nullable String uri;

		/**
		 * Host of the server. Not with a URI, as the four that follow.
		 */
		private @Nullable String host;

		/**
		 * Port of the server, from 1 to 65535, 6379 if not set.
		 */
		private @Nullable Integer port;

		/**
		 * Name of the user to log in as.
		 */
		private @Nullable String username;

		/**
		 * Password to log in with.
		 */
		private @Nullable String password;

		/**
		 * Number of the database, zero or more, 0 if not set.
		 */
		private @Nullable Integer database;

		/**
		 * Name of the node in messages, metrics and health details. Built from host and
		 * port if not set.
		 */
		private @Nullable String name;

		/**
		 * Number of connections, from 1 to 64. Each key uses one of them for good.
		 */
		private int poolSize = 1;

		/**
		 * How long a connection, with its handshake, may take to be made, from 1 ms to 1
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
	 * TLS to one server.
	 */
	public static class Ssl {

		/**
		 * Whether to use TLS. Used if not set where a bundle is named, or the URI asks
		 * for it.
		 */
		private @Nullable Boolean enabled;

		/**
		 * Name of the SSL bundle with keys and certificates. Those of the JVM are used if
		 * not set.
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

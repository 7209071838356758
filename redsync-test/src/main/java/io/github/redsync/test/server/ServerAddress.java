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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The address of a server and the password of its default user.
 *
 * @param host the host of the server
 * @param port the port of the server
 * @param password the password of the default user
 */
record ServerAddress(String host, int port, @Nullable String password) {

	/**
	 * The address of servers that run as processes, and of proxies.
	 */
	static final String LOOPBACK = "127.0.0.1";

	private static final Duration REPLY_LIMIT = Duration.ofSeconds(2);

	ServerAddress withPort(int other) {
		return new ServerAddress(this.host, other, this.password);
	}

	String uri(String scheme) {
		String userInfo = "";
		if (this.password != null) {
			userInfo = ":" + URLEncoder.encode(this.password, StandardCharsets.UTF_8).replace("+", "%20") + "@";
		}
		return scheme + "://" + userInfo + this.host + ":" + this.port;
	}

	/**
	 * Connect without authentication.
	 * @return the connection
	 */
	RawRedis connectAnonymously() {
		return RawRedis.connect(this.host, this.port, REPLY_LIMIT);
	}

	RawRedis connect() {
		RawRedis redis = connectAnonymously();
		try {
			if (this.password != null) {
				redis.command("AUTH", this.password);
			}
			return redis;
		}
		catch (RuntimeException ex) {
			redis.close();
			throw ex;
		}
	}

	/**
	 * Remove all data.
	 * @return whether the server has executed the command
	 */
	boolean flush() {
		try (RawRedis redis = connect()) {
			redis.command("CLIENT", "UNPAUSE");
			redis.command("FLUSHALL");
			return true;
		}
		catch (RedisErrorException | UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Return the run id of the server.
	 */
	String runId() {
		try (RawRedis redis = connect()) {
			return String.valueOf(redis.command("INFO", "server"))
				.lines()
				.filter((line) -> line.startsWith("run_id:"))
				.findFirst()
				.orElseThrow()
				.substring("run_id:".length())
				.trim();
		}
	}

	/**
	 * Close the connections of all clients, so that they repeat their handshakes.
	 */
	void disconnectClients() {
		try (RawRedis redis = connect()) {
			redis.command("CLIENT", "KILL", "TYPE", "normal");
		}
	}

	@Override
	public String toString() {
		// Without the password
		return this.host + ":" + this.port;
	}

}

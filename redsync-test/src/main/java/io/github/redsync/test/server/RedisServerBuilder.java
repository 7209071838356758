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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Prepares a {@link RedisServer}. Arguments may contain {@code {port}}, {@code {tlsPort}}
 * and {@code {dir}}, which stand for the ports and the directory of the server. Each
 * {@link #start()} gives another server. Not thread-safe.
 */
public final class RedisServerBuilder {

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> files = new LinkedHashMap<>();

	private @Nullable String password;

	private boolean tls;

	private boolean showLog;

	RedisServerBuilder() {
	}

	/**
	 * Add arguments of {@code redis-server}, for example {@code "--maxmemory", "16mb"} or
	 * {@code "--unixsocket", "{dir}/redis.sock"}. They come after those that this class
	 * gives, and so win.
	 * @param arguments the arguments
	 * @return this builder
	 */
	public RedisServerBuilder arguments(String... arguments) {
		this.arguments.addAll(List.of(arguments));
		return this;
	}

	/**
	 * Put a file into the directory of the server before each start, for example
	 * {@code users.acl} for the arguments {@code "--aclfile", "{dir}/users.acl"}.
	 * @param name the name of the file, without directories
	 * @param content the content of the file
	 * @return this builder
	 */
	public RedisServerBuilder file(String name, String content) {
		if (name.isEmpty() || name.contains("/")) {
			throw new IllegalArgumentException("Not the name of a file: '" + name + "'");
		}
		this.files.put(name, content);
		return this;
	}

	/**
	 * Protect the server by a password ({@code requirepass}). Its URI has it, and
	 * {@link RedisServer#command(String...)} uses it.
	 * @param password the password of the default user
	 * @return this builder
	 */
	public RedisServerBuilder password(String password) {
		this.password = password;
		return arguments("--requirepass", password);
	}

	/**
	 * Give the server a second port, for connections with TLS, that asks for no
	 * certificate of the client; further arguments may change that.
	 * @param certificate the certificate of the server, as PEM
	 * @param privateKey the key of the server, as PEM, without a password
	 * @return this builder
	 */
	public RedisServerBuilder tls(String certificate, String privateKey) {
		this.tls = true;
		file("tls.crt", certificate);
		file("tls.key", privateKey);
		return arguments("--tls-port", "{tlsPort}", "--tls-cert-file", "{dir}/tls.crt", "--tls-key-file",
				"{dir}/tls.key", "--tls-auth-clients", "no");
	}

	/**
	 * Show the log of the server: that of a process on standard output, that of a
	 * container in the log of {@link RedisServer}.
	 * @return this builder
	 */
	public RedisServerBuilder showLog() {
		this.showLog = true;
		return this;
	}

	/**
	 * Start a server, and wait until it answers.
	 * @return the server, to be closed by the caller
	 * @throws IllegalStateException if it does not start; the message has the server's
	 * log
	 */
	public RedisServer start() {
		return RedisServer.start(new ServerSettings(this.arguments, this.files, this.password, this.tls, this.showLog));
	}

}

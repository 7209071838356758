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
 * A builder of a {@link RedisServer}. Arguments may contain the placeholders
 * {@code {port}}, {@code {tlsPort}} and {@code {dir}} for the ports and the directory of
 * the server. Each {@link #start()} starts another server. Not thread-safe.
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
	 * {@code "--unixsocket", "{dir}/redis.sock"}. They override those of this class.
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
			throw new IllegalArgumentException("Invalid file name '" + name + "': must not be empty or contain a '/'");
		}
		this.files.put(name, content);
		return this;
	}

	/**
	 * Set a password ({@code requirepass}). The server's URI contains it, and
	 * {@link RedisServer#command(String...)} uses it.
	 * @param password the password of the default user
	 * @return this builder
	 */
	public RedisServerBuilder password(String password) {
		this.password = password;
		return arguments("--requirepass", password);
	}

	/**
	 * Add a second port for connections with TLS. It does not require a client
	 * certificate unless further arguments change that.
	 * @param certificate the certificate of the server, in PEM format
	 * @param privateKey the key of the server, in PEM format, without a password
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
	 * Show the log of the server: on standard output for a process, in the log of
	 * {@link RedisServer} for a container.
	 * @return this builder
	 */
	public RedisServerBuilder showLog() {
		this.showLog = true;
		return this;
	}

	/**
	 * Start a server and wait until it replies.
	 * @return the server, to be closed by the caller
	 * @throws IllegalStateException if it does not start; the message contains its log
	 */
	public RedisServer start() {
		ServerSettings settings = new ServerSettings(this.arguments, this.files, this.password, this.tls, this.showLog);
		ServerRuntime runtime = RedisMode.current().runtime(settings);
		for (int attempt = 1;; attempt++) {
			ServerPorts ports = ServerPorts.reserve(settings.tls());
			try {
				runtime.start(ports);
				return new RedisServer(runtime, settings, ports);
			}
			catch (RuntimeException | Error ex) {
				ports.release();
				if (attempt == ServerRuntime.MAX_START_ATTEMPTS || !(ex instanceof TransientStartException)) {
					runtime.close();
					throw ex;
				}
			}
		}
	}

}

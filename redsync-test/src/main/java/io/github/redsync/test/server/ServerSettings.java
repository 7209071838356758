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
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a server.
 *
 * @param arguments further arguments of {@code redis-server}, with placeholders
 * @param files the contents of files in the directory of the server, by name
 * @param password the password of the default user
 * @param tls whether the server has a port for TLS
 * @param showLog whether the log goes to standard output
 */
record ServerSettings(List<String> arguments, Map<String, String> files, @Nullable String password, boolean tls,
		boolean showLog) {

	ServerSettings {
		arguments = List.copyOf(arguments);
		files = Map.copyOf(files);
	}

	/**
	 * Return the arguments of {@code redis-server}.
	 * @param ports the ports to listen on
	 * @param directory the directory of the server, as seen by the server
	 * @param bind the address to listen on
	 * @return the arguments
	 */
	List<String> commandLine(ServerPorts ports, String directory, String bind) {
		List<String> line = new ArrayList<>(List.of("--port", "{port}", "--bind", bind, "--dir", "{dir}"));
		// Without persistence, a restarted server is empty
		line.addAll(List.of("--save", "", "--appendonly", "no"));
		line.addAll(this.arguments);
		line.replaceAll((argument) -> argument.replace("{port}", String.valueOf(ports.plain()))
			.replace("{tlsPort}", String.valueOf(ports.tls()))
			.replace("{dir}", directory));
		return line;
	}

}

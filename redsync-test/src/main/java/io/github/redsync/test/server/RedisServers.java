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
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Several independent Redis servers, to be used as the nodes of a lock. Thread-safe.
 * <pre class="code">
 * try (RedisServers servers = RedisServers.start(3)) {
 *     // connect to servers.uris()
 *     servers.get(0).kill();
 * }
 * </pre>
 */
public final class RedisServers implements AutoCloseable, Iterable<RedisServer> {

	private final List<RedisServer> servers;

	private RedisServers(List<RedisServer> servers) {
		this.servers = List.copyOf(servers);
	}

	/**
	 * Start servers with the default settings and wait until all of them reply.
	 * @param count the number of servers, at least 1
	 * @return the servers, to be closed by the caller
	 * @throws IllegalStateException if one does not start; the others are then stopped
	 */
	public static RedisServers start(int count) {
		return start(count, (builder) -> {
		});
	}

	/**
	 * Start servers and wait until all of them reply.
	 * @param count the number of servers, at least 1
	 * @param customizer called with the builder of each server
	 * @return the servers, to be closed by the caller
	 * @throws IllegalStateException if one does not start; the others are then stopped
	 */
	public static RedisServers start(int count, Consumer<RedisServerBuilder> customizer) {
		if (count < 1) {
			throw new IllegalArgumentException("Invalid number of servers " + count + ": must be 1 or more");
		}
		List<RedisServer> started = new ArrayList<>(count);
		try {
			for (int i = 0; i < count; i++) {
				RedisServerBuilder builder = RedisServer.builder();
				customizer.accept(builder);
				started.add(builder.start());
			}
			return new RedisServers(started);
		}
		catch (RuntimeException | Error ex) {
			started.forEach(RedisServer::close);
			throw ex;
		}
	}

	/**
	 * Return a server.
	 * @param index its index in the order of starting, from 0
	 * @return the server
	 * @throws IndexOutOfBoundsException if there is no server with this index
	 */
	public RedisServer get(int index) {
		return this.servers.get(index);
	}

	/**
	 * Return all servers.
	 * @return the servers in the order of starting, immutable
	 */
	public List<RedisServer> list() {
		return this.servers;
	}

	/**
	 * Return the number of servers, including killed ones.
	 * @return the number
	 */
	public int size() {
		return this.servers.size();
	}

	/**
	 * Return the URIs of the servers.
	 * @return the {@linkplain RedisServer#uri() URIs} in the order of starting, immutable
	 */
	public List<String> uris() {
		return this.servers.stream().map(RedisServer::uri).toList();
	}

	/**
	 * Return every server to running and to no data.
	 * @throws IllegalStateException if one does not start
	 * @see RedisServer#heal()
	 */
	public void heal() {
		this.servers.forEach(RedisServer::heal);
	}

	/**
	 * Stop all servers. No effect on closed ones.
	 */
	@Override
	public void close() {
		this.servers.forEach(RedisServer::close);
	}

	@Override
	public Iterator<RedisServer> iterator() {
		return this.servers.iterator();
	}

	@Override
	public String toString() {
		return this.servers.toString();
	}

}

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

package io.github.redsync.test.memory;

import java.util.List;
import java.util.stream.IntStream;

import io.github.redsync.Redsync;
import io.github.redsync.test.time.VirtualTime;
import io.github.redsync.time.TimeSource;
import io.github.redsync.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Several independent Redis servers in memory, for tests of code that uses locks. They
 * reply immediately unless a test injects a fault. <pre>{@code
 * MemoryNodes nodes = MemoryNodes.create(3);
 * try (Redsync redsync = nodes.connect()) {
 *     nodes.get(0).pause();
 *     nodes.get(1).pause();
 *     assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(() -> service.run(redsync));
 * }
 * }</pre>
 * <p>
 * With a {@link VirtualTime}, time passes only when the test calls
 * {@link VirtualTime#advance}. A call that waits for another client to release a lock
 * would then block forever: use {@code tryLock(Duration.ZERO)} or {@code lockAsync()}.
 */
public final class MemoryNodes {

	private final List<MemoryServer> servers;

	private final @Nullable VirtualTime time;

	private MemoryNodes(List<MemoryServer> servers, @Nullable VirtualTime time) {
		this.servers = servers;
		this.time = time;
	}

	/**
	 * Create servers that use real time.
	 * @param count the number of servers, at least 1
	 * @return the servers
	 */
	public static MemoryNodes create(int count) {
		return new MemoryNodes(servers(count, TimeSource.system()), null);
	}

	/**
	 * Create servers that use virtual time.
	 * @param count the number of servers, at least 1
	 * @param time the time of the servers and of their clients
	 * @return the servers
	 */
	public static MemoryNodes create(int count, VirtualTime time) {
		return new MemoryNodes(servers(count, time.undisturbed()), time);
	}

	private static List<MemoryServer> servers(int count, TimeSource time) {
		if (count < 1) {
			throw new IllegalArgumentException("Invalid number of servers " + count + ": must be 1 or more");
		}
		return IntStream.rangeClosed(1, count).mapToObj((number) -> new MemoryServer("node-" + number, time)).toList();
	}

	/**
	 * Connect a new client with the default options.
	 * @return the client, to be closed by the caller
	 */
	public Redsync connect() {
		return builder().build();
	}

	/**
	 * Return a builder of one client with a connection to each server. In virtual time
	 * the builder also has the clocks and timers, and callbacks run on the thread that
	 * completes them, so no other thread is used.
	 * @return the builder
	 */
	public Redsync.Builder builder() {
		Redsync.Builder builder = Redsync.builder();
		if (this.time != null) {
			builder.timeSource(this.time).timers(this.time).callbackExecutor(Runnable::run);
		}
		TimeSource clocks = (this.time != null) ? this.time : TimeSource.system();
		Timers timers = (this.time != null) ? this.time : JdkTimers.INSTANCE;
		this.servers.forEach((server) -> builder.node(server.connect(clocks, timers)));
		return builder;
	}

	/**
	 * Return one of the servers.
	 * @param index its index, from 0
	 * @return the server
	 */
	public MemoryServer get(int index) {
		return this.servers.get(index);
	}

	/**
	 * Return the servers.
	 * @return the servers, in the order of the clients' nodes
	 */
	public List<MemoryServer> servers() {
		return this.servers;
	}

	/**
	 * Return every server to its initial state. Call this after each test if several
	 * tests share the servers.
	 * @see MemoryServer#heal()
	 */
	public void heal() {
		this.servers.forEach(MemoryServer::heal);
	}

	/**
	 * Return the number of servers that have a key.
	 * @param key the key
	 * @return the number of servers
	 */
	public int countOf(String key) {
		return (int) this.servers.stream().filter((server) -> server.get(key) != null).count();
	}

	@Override
	public String toString() {
		return this.servers.toString();
	}

}

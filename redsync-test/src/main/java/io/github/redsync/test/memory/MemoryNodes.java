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
 * answer at once, for as long as a test does not ask for a fault. <pre>{@code
 * MemoryNodes nodes = MemoryNodes.create(3);
 * try (Redsync redsync = nodes.connect()) {
 *     nodes.get(0).hang();
 *     nodes.get(1).hang();
 *     assertThatExceptionOfType(QuorumUnavailableException.class).isThrownBy(() -> service.run(redsync));
 * }
 * }</pre>
 * <p>
 * With a {@link VirtualTime} no time passes unless the test says so: what waits, waits
 * for {@link VirtualTime#advance}. A call that blocks until another lets go of a lock
 * would then block for ever; use {@code tryLock(Duration.ZERO)} or {@code lockAsync()}.
 */
public final class MemoryNodes {

	private final List<MemoryServer> servers;

	private final @Nullable VirtualTime time;

	private MemoryNodes(List<MemoryServer> servers, @Nullable VirtualTime time) {
		this.servers = servers;
		this.time = time;
	}

	/**
	 * Create servers that live in real time.
	 * @param count how many, at least 1
	 * @return the servers
	 */
	public static MemoryNodes create(int count) {
		return new MemoryNodes(servers(count, TimeSource.system()), null);
	}

	/**
	 * Create servers that live in virtual time.
	 * @param count how many, at least 1
	 * @param time the time, which is also that of the clients
	 * @return the servers
	 */
	public static MemoryNodes create(int count, VirtualTime time) {
		return new MemoryNodes(servers(count, time.undisturbed()), time);
	}

	private static List<MemoryServer> servers(int count, TimeSource time) {
		if (count < 1) {
			throw new IllegalArgumentException("A lock over " + count + " servers is not possible: use 1 or more");
		}
		return IntStream.rangeClosed(1, count).mapToObj((number) -> new MemoryServer("node-" + number, time)).toList();
	}

	/**
	 * Connect a new client with all defaults.
	 * @return the locks over the servers; to be closed
	 */
	public Redsync connect() {
		return builder().build();
	}

	/**
	 * Return a builder with a connection to each of the servers. In virtual time it also
	 * has the clocks and timers, and runs callbacks on the thread that completes them, so
	 * that nothing happens on other threads. A builder is good for one client.
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
	 * @return the servers, in the order in which clients know them
	 */
	public List<MemoryServer> servers() {
		return this.servers;
	}

	/**
	 * Bring every server back to the state in which it was created. For the end of each
	 * test of several that share the servers.
	 * @see MemoryServer#heal()
	 */
	public void heal() {
		this.servers.forEach(MemoryServer::heal);
	}

	/**
	 * Return how many servers have a key.
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

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

package io.github.redsync.hazards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redsync.Redsync;
import io.github.redsync.node.RedisNode;
import io.github.redsync.test.server.FaultProxy;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Servers behind proxies, with the clients that lock on them.
 */
final class ProxiedServers implements AutoCloseable {

	private final RedisServers servers;

	private final List<FaultProxy> proxies = new ArrayList<>();

	private final List<Redsync> opened = new ArrayList<>();

	ProxiedServers(RedisServers servers) {
		this.servers = servers;
		servers.forEach((server) -> this.proxies.add(FaultProxy.inFrontOf(server)));
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
	}

	static void awaitUp(Redsync redsync) {
		await().until(() -> redsync.nodes().stream().allMatch(RedisNode::isUp));
	}

	Redsync connect() {
		return connect((builder) -> {
		});
	}

	/**
	 * Connect to all servers through their proxies.
	 */
	Redsync connect(Consumer<Redsync.Builder> customizer) {
		return connect(this.proxies.stream().map(FaultProxy::uri).toList(), customizer);
	}

	/**
	 * Connect to all servers without their proxies.
	 */
	Redsync connectDirectly() {
		return connectDirectly((builder) -> {
		});
	}

	Redsync connectDirectly(Consumer<Redsync.Builder> customizer) {
		return connect(this.servers.uris(), customizer);
	}

	private Redsync connect(List<String> uris, Consumer<Redsync.Builder> customizer) {
		Redsync.Builder builder = Redsync.builder();
		uris.forEach(builder::node);
		customizer.accept(builder);
		Redsync redsync = builder.build();
		this.opened.add(redsync);
		awaitUp(redsync);
		return redsync;
	}

	FaultProxy proxy(int index) {
		return this.proxies.get(index);
	}

	RedisServer server(int index) {
		return this.servers.get(index);
	}

	boolean exists(int index, String key) {
		return Long.valueOf(1).equals(this.servers.get(index).command("EXISTS", key));
	}

	int existing(String key) {
		int existing = 0;
		for (int i = 0; i < this.servers.size(); i++) {
			existing += exists(i, key) ? 1 : 0;
		}
		return existing;
	}

	/**
	 * Return the number of commands of a kind that a server has received, including
	 * refused ones.
	 */
	static long calls(RedisServer server, String command) {
		String stats = String.valueOf(server.command("INFO", "commandstats"));
		return stats.lines()
			.filter((line) -> line.startsWith("cmdstat_" + command + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
			.sum();
	}

	/**
	 * Wait until every node has replied to all earlier requests and to the requests that
	 * followed from their replies.
	 */
	static void settle(Redsync redsync) {
		redsync.ping(Duration.ofSeconds(5));
		redsync.ping(Duration.ofSeconds(5));
	}

	@Override
	public void close() {
		this.servers.forEach(RedisServer::resume);
		this.opened.forEach(Redsync::close);
		this.proxies.forEach(FaultProxy::close);
	}

}

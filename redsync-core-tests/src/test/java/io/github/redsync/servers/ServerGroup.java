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

package io.github.redsync.servers;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.redsync.LockOptionsBuilder;
import io.github.redsync.Mutex;
import io.github.redsync.Redsync;
import io.github.redsync.test.server.RedisServer;
import io.github.redsync.test.server.RedisServers;
import org.awaitility.Awaitility;

/**
 * Conditions and commands for several servers.
 */
final class ServerGroup {

	private final RedisServers servers;

	private final int size;

	private ServerGroup(RedisServers servers, int size) {
		this.servers = servers;
		this.size = size;
	}

	static ServerGroup of(RedisServers servers, int size) {
		return new ServerGroup(servers, size);
	}

	static ServerGroup of(RedisServers servers) {
		return new ServerGroup(servers, servers.size());
	}

	Redsync connect() {
		return connect((builder) -> {
		});
	}

	Redsync connect(Consumer<Redsync.Builder> customizer) {
		Redsync.Builder builder = Redsync.builder();
		for (int i = 0; i < this.size; i++) {
			builder.node(this.servers.get(i).uri());
		}
		customizer.accept(builder);
		Redsync redsync = builder.build();
		awaitUp(redsync, this.size);
		return redsync;
	}

	static void awaitUp(Redsync redsync, int nodes) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> redsync.nodes().stream().filter((node) -> node.isUp()).count() >= nodes);
	}

	int majority() {
		return this.size / 2 + 1;
	}

	RedisServer server(int index) {
		return this.servers.get(index);
	}

	int holding(String key, String value) {
		int holding = 0;
		for (int i = 0; i < this.size; i++) {
			holding += value.equals(this.servers.get(i).command("GET", key)) ? 1 : 0;
		}
		return holding;
	}

	int existing(String key) {
		int existing = 0;
		for (int i = 0; i < this.size; i++) {
			existing += Long.valueOf(1).equals(this.servers.get(i).command("EXISTS", key)) ? 1 : 0;
		}
		return existing;
	}

	void awaitGone(String key) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> existing(key) == 0);
	}

	void awaitHeld(String key, String value, int nodes) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> holding(key, value) >= nodes);
	}

	void set(String key, String value, int from, int to, long millis) {
		for (int i = from; i < to; i++) {
			this.servers.get(i).command("SET", key, value, "PX", Long.toString(millis));
		}
	}

	static Mutex shortLived(Redsync redsync, String name, Consumer<LockOptionsBuilder> customizer) {
		return redsync.newMutex(name, (options) -> {
			options.expiry(Duration.ofMillis(500));
			customizer.accept(options);
		});
	}

}

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

import io.github.redsync.Redsync;
import io.github.redsync.test.junit.RedisNodes;
import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idle connections whose state is dropped between client and server.
 */
@RedisNodes(count = 3)
@Timeout(60)
class IdleConnectionTests {

	private final ProxiedServers proxied;

	IdleConnectionTests(RedisServers servers) {
		this.proxied = new ProxiedServers(servers);
	}

	@AfterEach
	void close() {
		this.proxied.close();
	}

	@Test
	void deadIdleConnectionsAreReplacedWithoutCall() {
		Redsync redsync = this.proxied.connect();
		redsync.newMutex("before").lock().unlock();
		for (int i = 0; i < 3; i++) {
			this.proxied.proxy(i).dropRequests();
		}
		// Only the keep-alive of an idle connection can detect that it is dead
		ProxiedServers.await().until(() -> redsync.nodes().stream().noneMatch((node) -> node.isUp()));
		for (int i = 0; i < 3; i++) {
			this.proxied.proxy(i).heal();
		}
		ProxiedServers.await().until(() -> redsync.nodes().stream().allMatch((node) -> node.isUp()));
		assertThat(redsync.newMutex("after").tryLock(Duration.ofSeconds(5))).isPresent();
	}

}

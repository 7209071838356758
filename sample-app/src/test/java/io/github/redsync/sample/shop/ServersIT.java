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

package io.github.redsync.sample.shop;

import java.io.UncheckedIOException;
import java.util.List;

import io.github.redsync.test.server.RawRedis;
import io.github.redsync.test.server.RedisServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Integration tests for the Redis servers of the shop.
 */
class ServersIT {

	@Test
	void serversEndWithShop() {
		List<RedisServer> servers;
		try (ShopInstance shop = ShopInstance.start()) {
			servers = shop.servers().list();
			assertThat(servers).hasSize(3).allMatch(RedisServer::isRunning);
		}
		assertThat(servers).allSatisfy((server) -> assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> RawRedis.connect(server.host(), server.port())));
	}

	@Test
	void serversAreNotStartedIfNodesAreConfigured() {
		try (ShopInstance shop = ShopInstance.start(); ShopInstance second = shop.startSecond()) {
			assertThat(second.hasServers()).isFalse();
			assertThat(second.get("/events/" + shop.addEvent(1)).status()).isEqualTo(200);
		}
	}

}

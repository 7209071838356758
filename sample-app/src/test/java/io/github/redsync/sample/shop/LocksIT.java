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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Integration tests for the keys of a lock during a booking.
 */
class LocksIT {

	@Test
	void showsLockDuringBooking() {
		try (ShopInstance shop = ShopInstance.start(List.of(GatedPayment.class))) {
			String event = "/events/" + shop.addEvent(1);
			CompletableFuture<Reply> booking = shop.post(event + "/bookings");
			shop.bean(GatedPayment.class).awaitReached();
			JsonNode held = shop.get(event + "/lock").json();
			assertThat(held.get("held").asBoolean()).isTrue();
			assertThat(held.get("owner").asString()).startsWith("ticket-shop@");
			assertThat(held.get("nodes")).hasSize(3);
			shop.bean(GatedPayment.class).open();
			assertThat(booking.join().status()).isEqualTo(201);
			await().untilAsserted(() -> assertThat(shop.get(event + "/lock").json().get("held").asBoolean()).isFalse());
		}
	}

	@Test
	void leavesNoKeyBehind() {
		try (ShopInstance shop = ShopInstance.start(List.of(GatedPayment.class))) {
			long id = shop.addEvent(1);
			String key = "event:" + id;
			CompletableFuture<Reply> booking = shop.post("/events/" + id + "/bookings");
			shop.bean(GatedPayment.class).awaitReached();
			// The last server may not have executed its request yet
			await().untilAsserted(() -> assertThat(shop.servers()).allSatisfy((server) -> {
				assertThat(server.command("TYPE", key)).isEqualTo("string");
				assertThat((Long) server.command("PTTL", key)).isBetween(1L, 10_000L);
			}));
			shop.bean(GatedPayment.class).open();
			assertThat(booking.join().status()).isEqualTo(201);
			await().untilAsserted(() -> assertThat(shop.servers())
				.allSatisfy((server) -> assertThat(server.command("KEYS", "*")).isEqualTo(List.of())));
		}
	}

}

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

import io.github.redsync.Lease;
import io.github.redsync.Redsync;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Integration tests for the actuator endpoint {@code redsync} over HTTP.
 */
class EndpointIT {

	private static final String ENDPOINT = "/actuator/redsync";

	@Test
	void showsLocksOfInstance() {
		try (ShopInstance shop = ShopInstance.start(List.of(GatedPayment.class))) {
			String event = "/events/" + shop.addEvent(2);
			CompletableFuture<Reply> booking = shop.post(event + "/bookings");
			shop.bean(GatedPayment.class).awaitReached();
			CompletableFuture<Reply> next = shop.post(event + "/bookings");
			await().until(() -> shop.get(ENDPOINT).json().path("waiting").size() == 1);
			JsonNode shown = shop.get(ENDPOINT).json();
			JsonNode held = shown.at("/held/0");
			assertThat(held.path("name").asString()).isEqualTo("event:1");
			assertThat(held.path("template").asString()).isEqualTo("event:#{#id}");
			assertThat(held.path("until").asString()).isGreaterThan(held.path("since").asString()).endsWith("Z");
			assertThat(held.path("waiters").asInt()).isOne();
			assertThat(shown.at("/nodes").valueStream()).hasSize(3).allMatch((node) -> node.path("up").asBoolean());
			shop.bean(GatedPayment.class).open();
			assertThat(List.of(booking.join().status(), next.join().status())).containsOnly(201);
			await().untilAsserted(() -> assertThat(shop.get(ENDPOINT).body()).contains("\"held\":[]"));
			assertThat(shop.get(ENDPOINT).body()).contains("\"waiting\":[]");
		}
	}

	@Test
	void showsStateOfLockWithoutItsValue() {
		try (ShopInstance shop = ShopInstance.start();
				Lease lease = shop.bean(Redsync.class).newMutex("stock/main hall").lock()) {
			shop.servers().get(2).kill();
			Reply reply = shop.get(ENDPOINT + "/stock/main%20hall");
			assertThat(reply.text("name")).isEqualTo("stock/main hall");
			assertThat(reply.text("owner")).startsWith("ticket-shop@");
			assertThat(reply.text("timeLeft")).startsWith("PT");
			assertThat(reply.json().path("nodes").valueStream().map((node) -> node.path("outcome").asString()))
				.containsExactly("TAKEN", "TAKEN", "ERROR");
			String random = lease.value().substring(0, lease.value().indexOf('@'));
			assertThat(reply.body() + shop.get(ENDPOINT).body()).doesNotContain(random);
			assertThat(shop.get(ENDPOINT).json().at("/nodes/2/error").asString()).isNotEmpty();
			assertThat(shop.get(ENDPOINT + "/%20").status()).isEqualTo(400);
			assertThat(shop.get(ENDPOINT + "?redsync=unknown").status()).isEqualTo(404);
		}
	}

}

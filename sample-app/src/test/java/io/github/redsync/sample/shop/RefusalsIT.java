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

import io.github.redsync.test.server.RedisServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for bookings that do not get the lock.
 */
class RefusalsIT {

	private static final String SHORT_WAIT = "--redsync.lock.wait-time=2s";

	@Test
	void reportsHolderOfTakenLock() {
		try (ShopInstance shop = ShopInstance.start(SHORT_WAIT)) {
			long id = shop.addEvent(1);
			for (int i = 0; i < 2; i++) {
				shop.servers().get(i).command("SET", "event:" + id, "x@other-holder", "NX", "PX", "60000");
			}
			Reply refused = shop.post("/events/" + id + "/bookings").join();
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.text("title")).isEqualTo("Lock taken");
			assertThat(refused.text("detail")).contains("event:" + id, "other-holder");
			assertThat(outcomes(refused)).filteredOn("TAKEN"::equals).hasSize(2);
			assertThat(refused.body()).doesNotContain("x@other-holder");
			assertThat(shop.get("/events/" + id).number("sold")).isZero();
		}
	}

	@Test
	void sellsWithOneServerDown() {
		try (ShopInstance shop = ShopInstance.start()) {
			long id = shop.addEvent(2);
			assertThat(shop.post("/events/" + id + "/bookings").join().status()).isEqualTo(201);
			shop.servers().get(1).kill();
			assertThat(shop.post("/events/" + id + "/bookings").join().status()).isEqualTo(201);
		}
	}

	@Test
	void reportsMissingMajority() {
		try (ShopInstance shop = ShopInstance.start(SHORT_WAIT)) {
			long id = shop.addEvent(1);
			RedisServers servers = shop.servers();
			servers.get(0).kill();
			servers.get(2).kill();
			Reply refused = shop.post("/events/" + id + "/bookings").join();
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.text("title")).isEqualTo("Lock not available");
			assertThat(refused.text("detail")).contains("event:" + id, ":" + servers.get(0).port(),
					":" + servers.get(2).port());
			assertThat(outcomes(refused)).hasSize(3);
			assertThat(shop.get("/events/" + id).number("sold")).isZero();
			assertThat(shop.get("/actuator/health").status()).isEqualTo(503);
		}
	}

	private static List<String> outcomes(Reply refused) {
		return refused.json().path("nodes").valueStream().map((node) -> node.get("outcome").asString()).toList();
	}

}

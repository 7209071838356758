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

package io.github.redsync.sample.packaged;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for the packaged jar with and without ahead-of-time processing.
 */
class PackagedShopIT {

	private static final int TICKETS = 10;

	@TempDir
	private Path directory;

	@Test
	void locksWithAheadOfTimeProcessing() {
		try (PackagedShop shop = PackagedShop.start(this.directory, "-Dspring.aot.enabled=true")) {
			assertThat(shop.log()).contains("Starting AOT-processed SampleApplication");
			assertSellsEachTicketOnce(shop);
		}
	}

	@Test
	void locksWithoutAheadOfTimeProcessing() {
		try (PackagedShop shop = PackagedShop.start(this.directory)) {
			assertThat(shop.log()).contains("Starting SampleApplication");
			assertSellsEachTicketOnce(shop);
		}
	}

	private static void assertSellsEachTicketOnce(PackagedShop shop) {
		shop.post("/events", "{\"name\":\"Concert\",\"tickets\":" + TICKETS + "}").join();
		List<CompletableFuture<HttpResponse<String>>> bookings = Stream
			.generate(() -> shop.post("/events/1/bookings", ""))
			.limit(2 * TICKETS)
			.toList();
		List<Integer> statuses = bookings.stream().map((booking) -> booking.join().statusCode()).toList();
		assertThat(statuses).containsOnly(201, 409).filteredOn((status) -> status == 201).hasSize(TICKETS);
		assertThat(shop.get("/events/1")).contains("\"sold\":" + TICKETS, "\"oversold\":0");
		assertThat(shop.get("/actuator/prometheus"))
			.containsPattern("redsync_lock_acquire_seconds_count\\{lock=\"event:#\\{#id}\",outcome=\"acquired\"} 20");
		assertThat(shop.get("/actuator/redsync")).contains("\"quorum\":2").containsPattern("\"up\":true.*\"up\":true");
	}

}

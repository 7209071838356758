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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for concurrent bookings in one instance and in two.
 */
class BookingsIT {

	private static final int TICKETS = 100;

	private static final int REQUESTS = 200;

	private static ShopInstance shop;

	private static ShopInstance second;

	@BeforeAll
	static void startInstances() {
		shop = ShopInstance.start("--redsync.lock.wait-time=60s");
		second = shop.startSecond("--redsync.lock.wait-time=60s");
	}

	@AfterAll
	static void stopInstances() {
		second.close();
		shop.close();
	}

	@Test
	void sellsEachTicketOnce() {
		long id = shop.addEvent(TICKETS);
		assertExact(id, ShopInstance.all(REQUESTS, () -> shop.post("/events/" + id + "/bookings")));
	}

	@Test
	void sellsEachTicketOnceInTwoInstances() {
		long id = shop.addEvent(TICKETS);
		AtomicInteger count = new AtomicInteger();
		Supplier<CompletableFuture<Reply>> inTurn = () -> {
			ShopInstance instance = (count.getAndIncrement() % 2 == 0) ? shop : second;
			return instance.post("/events/" + id + "/bookings");
		};
		assertExact(id, ShopInstance.all(REQUESTS, inTurn));
	}

	@Test
	void oversellsTicketsWithoutLock() {
		long id = shop.addEvent(TICKETS);
		List<Reply> replies = ShopInstance.all(REQUESTS, () -> shop.post("/events/" + id + "/unlocked-bookings"));
		Reply event = shop.get("/events/" + id);
		assertThat(event.number("sold")).isEqualTo(count(replies, 201)).isGreaterThanOrEqualTo(TICKETS);
		assertThat(event.number("oversold")).isEqualTo(event.number("sold") - TICKETS);
	}

	@Test
	void waitingOccupiesNoDatabaseConnection() {
		// If a waiter occupied the only connection, the holder would time out
		try (ShopInstance limited = shop.startSecond("--redsync.lock.wait-time=60s", "--shop.payment-time=50ms",
				"--spring.datasource.hikari.maximum-pool-size=1",
				"--spring.datasource.hikari.connection-timeout=250")) {
			long id = limited.addEvent(TICKETS);
			List<Reply> replies = ShopInstance.all(20, () -> limited.post("/events/" + id + "/bookings"));
			assertThat(count(replies, 201)).isEqualTo(replies.size());
		}
	}

	private static void assertExact(long id, List<Reply> replies) {
		assertThat(count(replies, 201)).isEqualTo(TICKETS);
		assertThat(count(replies, 409)).isEqualTo(REQUESTS - TICKETS);
		Reply event = second.get("/events/" + id);
		assertThat(event.number("sold")).isEqualTo(TICKETS);
		assertThat(event.number("ticketsLeft")).isZero();
		assertThat(event.number("oversold")).isZero();
	}

	private static int count(List<Reply> replies, int status) {
		return Math.toIntExact(replies.stream().filter((reply) -> reply.status() == status).count());
	}

}

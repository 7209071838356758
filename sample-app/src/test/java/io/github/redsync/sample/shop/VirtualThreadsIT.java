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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration test for bookings on virtual threads. Requires JDK 21.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsIT {

	private static final int TICKETS = 50;

	@Test
	void sellsEachTicketOnce() {
		try (ShopInstance shop = ShopInstance.start(List.of(RecordingPayment.class),
				"--spring.threads.virtual.enabled=true", "--redsync.lock.wait-time=60s")) {
			long id = shop.addEvent(TICKETS);
			List<Reply> replies = ShopInstance.all(2 * TICKETS, () -> shop.post("/events/" + id + "/bookings"));
			assertThat(replies).filteredOn((reply) -> reply.status() == 201).hasSize(TICKETS);
			assertThat(shop.get("/events/" + id).json().path("oversold").asInt()).isZero();
			assertThat(shop.bean(RecordingPayment.class).threads).isNotEmpty()
				.allMatch((thread) -> thread.startsWith("VirtualThread"));
		}
	}

	/**
	 * A payment that records its threads.
	 */
	@Primary
	static class RecordingPayment implements Payment {

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		@Override
		public void take(long eventId) {
			this.threads.add(Thread.currentThread().toString());
		}

	}

}

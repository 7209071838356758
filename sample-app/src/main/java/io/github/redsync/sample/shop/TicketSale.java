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

import org.springframework.stereotype.Component;

/**
 * Sells a ticket: reads the number of tickets left, takes the payment, and writes the
 * number minus one. Only correct if there is no concurrent sale for the same event.
 */
@Component
class TicketSale {

	private final EventRepository events;

	private final Payment payment;

	TicketSale(EventRepository events, Payment payment) {
		this.events = events;
		this.payment = payment;
	}

	Booking sell(long eventId) {
		int left = this.events.ticketsLeft(eventId);
		if (left < 1) {
			throw new SoldOutException(eventId);
		}
		this.payment.take(eventId);
		this.events.setTicketsLeft(eventId, left - 1);
		return new Booking(this.events.addBooking(eventId), eventId, left - 1);
	}

}

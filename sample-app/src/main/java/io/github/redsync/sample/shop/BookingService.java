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

import io.github.redsync.spring.DistributedLock;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Books tickets, one at a time for each event in all instances of the shop. The lock is
 * acquired before the transaction begins, so that a waiter occupies no database
 * connection. It is released after the commit, so that the next holder reads the
 * committed data.
 */
@Service
public class BookingService {

	private final TicketSale sale;

	BookingService(TicketSale sale) {
		this.sale = sale;
	}

	/**
	 * Book a ticket under the lock of the event.
	 * @param id the number of the event
	 * @return the booking
	 */
	@DistributedLock(name = "event:#{#id}", expiry = "10s")
	@Transactional
	public Booking book(long id) {
		return this.sale.sell(id);
	}

}

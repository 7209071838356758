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

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An event on sale.
 *
 * @param id the number of the event
 * @param name the name
 * @param tickets the initial number of tickets
 * @param ticketsLeft the number of tickets left, as recorded by the shop
 * @param sold the number of bookings
 */
record Event(long id, String name, int tickets, int ticketsLeft, int sold) {

	/**
	 * Return the number of tickets that were sold but do not exist.
	 * @return the number; 0 unless bookings were made without a lock
	 */
	@JsonProperty
	int oversold() {
		return Math.max(0, this.sold - this.tickets);
	}

}

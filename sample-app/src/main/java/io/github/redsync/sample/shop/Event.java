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
 * An event that is on sale.
 *
 * @param id its number
 * @param name what it is called
 * @param tickets how many tickets there were at first
 * @param ticketsLeft how many the shop believes to have left
 * @param sold how many bookings there are
 */
record Event(long id, String name, int tickets, int ticketsLeft, int sold) {

	/**
	 * Return how many tickets were sold that do not exist.
	 * @return 0, unless bookings were made without a lock
	 */
	@JsonProperty
	int oversold() {
		return Math.max(0, this.sold - this.tickets);
	}

}

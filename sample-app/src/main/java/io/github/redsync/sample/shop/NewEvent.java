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

import org.jspecify.annotations.Nullable;

/**
 * A request to add an event.
 *
 * @param name the name of the event
 * @param tickets the number of tickets
 */
record NewEvent(@Nullable String name, @Nullable Integer tickets) {

	private static final int MAX_NAME_LENGTH = 200;

	/**
	 * Return the valid name.
	 * @return the name
	 * @throws InvalidEventException if it is missing, blank or too long
	 */
	String requiredName() {
		if (this.name == null || this.name.isBlank()) {
			throw new InvalidEventException("'name' must not be missing or blank");
		}
		if (this.name.length() > MAX_NAME_LENGTH) {
			throw new InvalidEventException("'name' must have at most " + MAX_NAME_LENGTH + " characters");
		}
		return this.name;
	}

	/**
	 * Return the valid number of tickets.
	 * @return the number of tickets
	 * @throws InvalidEventException if it is missing or not positive
	 */
	int requiredTickets() {
		if (this.tickets == null || this.tickets < 1) {
			throw new InvalidEventException("'tickets' must be at least 1");
		}
		return this.tickets;
	}

}

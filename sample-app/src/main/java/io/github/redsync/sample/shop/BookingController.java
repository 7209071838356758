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

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Books tickets with and without the lock.
 */
@RestController
@RequestMapping("/events/{id}")
class BookingController {

	private final BookingService bookings;

	private final UnlockedBookingService unlockedBookings;

	BookingController(BookingService bookings, UnlockedBookingService unlockedBookings) {
		this.bookings = bookings;
		this.unlockedBookings = unlockedBookings;
	}

	@PostMapping("/bookings")
	@ResponseStatus(HttpStatus.CREATED)
	Booking book(@PathVariable long id) {
		return this.bookings.book(id);
	}

	@PostMapping("/unlocked-bookings")
	@ResponseStatus(HttpStatus.CREATED)
	Booking bookUnlocked(@PathVariable long id) {
		return this.unlockedBookings.book(id);
	}

}

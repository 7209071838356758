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

import java.net.URI;
import java.util.List;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Adds events and shows their sales.
 */
@RestController
@RequestMapping("/events")
class EventController {

	private final EventRepository events;

	EventController(EventRepository events) {
		this.events = events;
	}

	@PostMapping
	ResponseEntity<Event> add(@RequestBody NewEvent request) {
		long id = this.events.add(request.requiredName(), request.requiredTickets());
		return ResponseEntity.created(URI.create("/events/" + id)).body(this.events.get(id));
	}

	@GetMapping
	List<Event> list() {
		return this.events.all();
	}

	@GetMapping("/{id}")
	Event get(@PathVariable long id) {
		return this.events.get(id);
	}

}

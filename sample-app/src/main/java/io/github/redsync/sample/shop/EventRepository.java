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
import java.util.Objects;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/**
 * Repository of events and their bookings. Only has plain reads and writes: no statement
 * changes a number relative to its old value, and none locks a row.
 */
@Repository
class EventRepository {

	private static final String SELECT = """
			select e.id, e.name, e.tickets, e.tickets_left,
				(select count(*) from booking b where b.event_id = e.id) as sold
			from event e
			""";

	private final JdbcClient jdbc;

	EventRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	long add(String name, int tickets) {
		return insert(
				this.jdbc.sql("insert into event (name, tickets, tickets_left) values (:name, :tickets, :tickets)")
					.param("name", name)
					.param("tickets", tickets));
	}

	Event get(long id) {
		return this.jdbc.sql(SELECT + " where e.id = :id")
			.param("id", id)
			.query(Event.class)
			.optional()
			.orElseThrow(() -> new UnknownEventException(id));
	}

	// A row is never null, which the signature of the query does not express
	@SuppressWarnings("NullAway")
	List<Event> all() {
		return this.jdbc.sql(SELECT + " order by e.id").query(Event.class).list();
	}

	int ticketsLeft(long id) {
		return this.jdbc.sql("select tickets_left from event where id = :id")
			.param("id", id)
			.query(Integer.class)
			.optional()
			.orElseThrow(() -> new UnknownEventException(id));
	}

	void setTicketsLeft(long id, int ticketsLeft) {
		this.jdbc.sql("update event set tickets_left = :left where id = :id")
			.param("left", ticketsLeft)
			.param("id", id)
			.update();
	}

	long addBooking(long eventId) {
		return insert(this.jdbc.sql("insert into booking (event_id) values (:event)").param("event", eventId));
	}

	private static long insert(JdbcClient.StatementSpec statement) {
		KeyHolder key = new GeneratedKeyHolder();
		statement.update(key, "id");
		return Objects.requireNonNull(key.getKeyAs(Long.class));
	}

}

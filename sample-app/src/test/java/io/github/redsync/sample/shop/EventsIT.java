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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests for events, invalid requests and the actuator.
 */
class EventsIT {

	private static ShopInstance shop;

	@BeforeAll
	static void startInstance() {
		shop = ShopInstance.start();
	}

	@AfterAll
	static void stopInstance() {
		shop.close();
	}

	@Test
	void showsEvent() {
		long id = shop.addEvent(3);
		Reply booking = shop.post("/events/" + id + "/bookings").join();
		assertThat(booking.status()).isEqualTo(201);
		assertThat(booking.number("ticketsLeft")).isEqualTo(2);
		Reply event = shop.get("/events/" + id);
		assertThat(event.text("name")).isEqualTo("Concert");
		assertThat(event.number("tickets")).isEqualTo(3);
		assertThat(event.number("ticketsLeft")).isEqualTo(2);
		assertThat(event.number("sold")).isOne();
		assertThat(event.json().get("oversold").asInt()).isZero();
		assertThat(shop.get("/events").body()).contains(event.body());
	}

	@Test
	void refusesBookingOfSoldOutEvent() {
		long id = shop.addEvent(1);
		assertThat(shop.post("/events/" + id + "/bookings").join().status()).isEqualTo(201);
		assertProblem(shop.post("/events/" + id + "/bookings").join(), 409, "Event " + id + " is sold out");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events/4711", "/events/4711/bookings", "/events/4711/unlocked-bookings" })
	void refusesUnknownEvent(String path) {
		Reply reply = path.endsWith("bookings") ? shop.post(path).join() : shop.get(path);
		assertProblem(reply, 404, "Unknown event 4711");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"tickets":10}                 | 'name'
			{"name":" ","tickets":10}      | 'name'
			{"name":"Concert"}             | 'tickets'
			{"name":"Concert","tickets":0} | 'tickets'
			{"name":"Concert","tickets":x} | The body must be JSON such as
			""", quoteCharacter = '`')
	void refusesInvalidEvent(String body, String message) {
		assertProblem(shop.post("/events", body), 400, message);
	}

	@Test
	void refusesNonNumericId() {
		assertProblem(shop.post("/events/abc/bookings").join(), 400, "'abc'");
	}

	@Test
	void countsAcquisitionsByLabel() {
		shop.post("/events/" + shop.addEvent(1) + "/bookings").join();
		String metrics = shop.get("/actuator/prometheus").body();
		assertThat(metrics.lines())
			.anySatisfy((line) -> assertThat(line).startsWith("redsync_lock_acquire_seconds_count")
				.contains("lock=\"event:#{#id}\"", "outcome=\"acquired\""));
		assertThat(metrics).doesNotContain("\"event:1\"");
	}

	@Test
	void exposesDocumentedMetrics() throws IOException {
		shop.post("/events/" + shop.addEvent(1) + "/bookings").join();
		Stream<String> documented = Pattern.compile("\\| `(redsync_\\w+)` \\|")
			.matcher(Files.readString(Path.of("..", "docs", "metrics.md")))
			.results()
			.map((name) -> name.group(1));
		Stream<String> exposed = Pattern.compile("# TYPE (redsync_\\w+?)(_max)? ")
			.matcher(shop.get("/actuator/prometheus").body())
			.results()
			.map((name) -> name.group(1));
		assertThat(exposed.distinct()).containsExactlyInAnyOrderElementsOf(documented.toList());
	}

	@Test
	void dashboardUsesExistingMetrics() throws IOException {
		shop.post("/events/" + shop.addEvent(1) + "/bookings").join();
		List<String> exposed = shop.get("/actuator/prometheus")
			.body()
			.lines()
			.map((line) -> line.replaceFirst("[{ ].*", ""))
			.toList();
		List<String> used = Pattern.compile("redsync_\\w+")
			.matcher(Files.readString(Path.of("..", "docs", "grafana", "redsync.json")))
			.results()
			.map(MatchResult::group)
			.distinct()
			.toList();
		assertThat(used).hasSizeGreaterThan(10).isSubsetOf(exposed);
	}

	@Test
	void isHealthyWithThreeNodes() {
		Reply health = shop.get("/actuator/health");
		assertThat(health.text("status")).isEqualTo("UP");
		JsonNode redsync = health.json().at("/components/redsync");
		assertThat(redsync.path("status").asString()).isEqualTo("UP");
		assertThat(shop.servers().list())
			.allSatisfy((server) -> assertThat(redsync.toString()).contains(server.host() + ":" + server.port()));
	}

	private static void assertProblem(Reply reply, int status, String detail) {
		assertThat(reply.status()).isEqualTo(status);
		assertThat(reply.number("status")).isEqualTo(status);
		assertThat(reply.text("detail")).contains(detail);
	}

}

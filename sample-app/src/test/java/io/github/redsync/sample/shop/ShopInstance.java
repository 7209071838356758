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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redsync.sample.SampleApplication;
import io.github.redsync.test.server.RedisServers;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An instance of the shop on its own port, and its client.
 */
final class ShopInstance implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final URI base;

	private ShopInstance(ConfigurableApplicationContext context) {
		this.context = context;
		this.base = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
	}

	/**
	 * Start an instance with its own Redis servers.
	 */
	static ShopInstance start(String... arguments) {
		return start(List.of(), arguments);
	}

	static ShopInstance start(List<Class<?>> additionalBeans, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--shop.report-cron=-",
				"--shop.data-directory=target/shop", "--spring.main.banner-mode=off"));
		Collections.addAll(all, arguments);
		return new ShopInstance(
				new SpringApplicationBuilder(SampleApplication.class).sources(additionalBeans.toArray(Class<?>[]::new))
					.run(all.toArray(String[]::new)));
	}

	/**
	 * Start another instance, which shares the servers and the database of this one.
	 */
	ShopInstance startSecond(String... arguments) {
		List<String> uris = servers().uris();
		Stream<String> nodes = IntStream.range(0, uris.size())
			.mapToObj((i) -> "--redsync.nodes[" + i + "].uri=" + uris.get(i));
		return start(Stream.concat(nodes, Stream.of(arguments)).toArray(String[]::new));
	}

	RedisServers servers() {
		return bean(RedisServers.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean hasServers() {
		return this.context.getBeanNamesForType(RedisServers.class).length > 0;
	}

	long addEvent(int tickets) {
		Reply reply = post("/events", "{\"name\":\"Concert\",\"tickets\":" + tickets + "}");
		return reply.json().get("id").asLong();
	}

	Reply get(String path) {
		return send(request(path)).join();
	}

	Reply post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)))
			.join();
	}

	CompletableFuture<Reply> post(String path) {
		return send(request(path).POST(BodyPublishers.noBody()));
	}

	/**
	 * Send requests concurrently, and wait for all replies.
	 */
	static List<Reply> all(int count, Supplier<CompletableFuture<Reply>> request) {
		List<CompletableFuture<Reply>> replies = Stream.generate(request).limit(count).toList();
		return replies.stream().map(CompletableFuture::join).toList();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.base.resolve(path)).timeout(Duration.ofMinutes(2));
	}

	private CompletableFuture<Reply> send(HttpRequest.Builder request) {
		CompletableFuture<HttpResponse<String>> response = this.client.sendAsync(request.build(),
				BodyHandlers.ofString());
		return response.thenApply((received) -> new Reply(received.statusCode(), received.body()));
	}

	@Override
	public void close() {
		this.context.close();
	}

}

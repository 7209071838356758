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

package io.github.redsync.lettuce;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;

/**
 * An attempt to make a connection and to vet it, which takes a limited time. Thread-safe.
 */
final class ConnectionAttempt {

	private final CompletableFuture<StatefulRedisConnection<String, String>> connected;

	private final CompletableFuture<ConnectedServer> vetted;

	private final CompletableFuture<Void> ended;

	/**
	 * Begin an attempt.
	 * @param onLost called when the connection is lost or closed
	 * @param ended completed when the connection is in use, or nothing is left open
	 */
	ConnectionAttempt(Connector connector, Handshake vetting, Consumer<StatefulRedisConnection<String, String>> onLost,
			CompletableFuture<Void> ended) {
		this.ended = ended;
		this.connected = connector.connect();
		this.vetted = this.connected.thenCompose((connection) -> {
			listen(connection, onLost);
			return vetting.vet(connection);
		});
		Future<?> limit = connector.schedule(() -> this.vetted.completeExceptionally(new TimeoutException()),
				connector.connectTimeout().toMillis());
		this.vetted.whenComplete((made, failure) -> limit.cancel(false));
	}

	private static void listen(StatefulRedisConnection<String, String> connection,
			Consumer<StatefulRedisConnection<String, String>> onLost) {
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
				onLost.accept(connection);
			}

		});
	}

	/**
	 * Return a future of the connection. It completes once, whichever is first: the end
	 * of the vetting or of the time.
	 */
	CompletableFuture<ConnectedServer> vetted() {
		return this.vetted;
	}

	/**
	 * Note that the connection is in use.
	 */
	void used() {
		this.ended.complete(null);
	}

	/**
	 * Close the connection, or do so once it is made.
	 */
	void discard() {
		this.connected.thenCompose(StatefulRedisConnection::closeAsync)
			.whenComplete((closed, failure) -> this.ended.complete(null));
	}

}

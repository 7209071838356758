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
 * An attempt to make a connection and to complete its handshake within the connect
 * timeout. Thread-safe.
 */
final class ConnectionAttempt {

	private final CompletableFuture<StatefulRedisConnection<String, String>> connected;

	private final CompletableFuture<ConnectedServer> result;

	private final CompletableFuture<Void> ended;

	/**
	 * Start an attempt.
	 * @param onDisconnected called when the connection is lost or closed
	 * @param ended completed when the connection is in use or closed
	 */
	ConnectionAttempt(Connector connector, Handshake handshake,
			Consumer<StatefulRedisConnection<String, String>> onDisconnected, CompletableFuture<Void> ended) {
		this.ended = ended;
		this.connected = connector.connect();
		this.result = this.connected.thenCompose((connection) -> {
			listen(connection, onDisconnected);
			return handshake.start(connection);
		});
		Future<?> limit = connector.schedule(() -> this.result.completeExceptionally(new TimeoutException()),
				connector.connectTimeout().toMillis());
		this.result.whenComplete((server, failure) -> limit.cancel(false));
	}

	private static void listen(StatefulRedisConnection<String, String> connection,
			Consumer<StatefulRedisConnection<String, String>> onDisconnected) {
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
				onDisconnected.accept(connection);
			}

		});
	}

	/**
	 * Return a future that completes at the end of the handshake, or exceptionally if it
	 * fails or the time is over.
	 */
	CompletableFuture<ConnectedServer> result() {
		return this.result;
	}

	/**
	 * Record that the connection is in use.
	 */
	void markUsed() {
		this.ended.complete(null);
	}

	/**
	 * Close the connection, or do so when it is made.
	 */
	void discard() {
		this.connected.thenCompose(StatefulRedisConnection::closeAsync)
			.whenComplete((closed, failure) -> this.ended.complete(null));
	}

}

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
import java.util.function.Consumer;

import io.lettuce.core.api.StatefulRedisConnection;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to connect to one server, which may overlap. Thread-safe.
 */
final class ConnectionAttempts {

	private final Connector connector;

	private final Handshake handshake;

	private final Consumer<StatefulRedisConnection<String, String>> onDisconnected;

	private boolean closed;

	/** Completes when the connection of every attempt so far is in use or closed. */
	private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

	/**
	 * Create the attempts.
	 * @param onDisconnected called when a connection is lost or closed
	 */
	ConnectionAttempts(Connector connector, Handshake handshake,
			Consumer<StatefulRedisConnection<String, String>> onDisconnected) {
		this.connector = connector;
		this.handshake = handshake;
		this.onDisconnected = onDisconnected;
	}

	/**
	 * Start an attempt.
	 * @return the attempt, or null after the close
	 */
	@Nullable ConnectionAttempt start() {
		CompletableFuture<Void> next = new CompletableFuture<>();
		synchronized (this) {
			if (this.closed) {
				return null;
			}
			this.ended = CompletableFuture.allOf(this.ended, next);
		}
		return new ConnectionAttempt(this.connector, this.handshake, this.onDisconnected, next);
	}

	/**
	 * Start no further attempt.
	 */
	synchronized void close() {
		this.closed = true;
	}

	/**
	 * Return a future that completes when no attempt is under way. To be called after the
	 * close.
	 */
	synchronized CompletableFuture<Void> ended() {
		return this.ended;
	}

}

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

import java.util.function.BiPredicate;

/**
 * Determines whether a connection is dead although its server is alive, by a second
 * connection. If the server completes a handshake on the second one before it replies on
 * the first one, the first one is dead and is replaced: a firewall may have dropped its
 * state without notifying either side. Thread-safe.
 */
final class DeadConnectionCheck {

	private final Connector connector;

	private final ConnectionAttempts attempts;

	private final BiPredicate<ServerConnection, ConnectedServer> replacement;

	private boolean running;

	/**
	 * Create a check.
	 * @param replacement replaces the first connection by the second one, and returns
	 * whether it has done so
	 */
	DeadConnectionCheck(Connector connector, ConnectionAttempts attempts,
			BiPredicate<ServerConnection, ConnectedServer> replacement) {
		this.connector = connector;
		this.attempts = attempts;
		this.replacement = replacement;
	}

	/**
	 * Start a check, unless one is running or has ended less than 1 s ago, or 50 ms if it
	 * has replaced the connection. To be called by the event loop of the connection.
	 */
	void start(ServerConnection suspect) {
		synchronized (this) {
			if (this.running) {
				return;
			}
			this.running = true;
		}
		long replies = suspect.replies();
		ConnectionAttempt attempt = this.attempts.start();
		if (attempt == null) {
			return;
		}
		attempt.result().whenComplete((server, failure) -> suspect.execute(() -> {
			boolean replaced = server != null && suspect.replies() == replies && this.replacement.test(suspect, server);
			if (replaced) {
				attempt.markUsed();
			}
			else {
				attempt.discard();
			}
			this.connector.schedule(this::ended, replaced ? ReconnectDelay.MIN_MILLIS : ReconnectDelay.MAX_MILLIS);
		}));
	}

	private synchronized void ended() {
		this.running = false;
	}

}

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

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.redsync.node.NodeReply.Status;
import org.jspecify.annotations.Nullable;

/**
 * Retries releases that may not have reached the server, and repeats those that may be
 * overtaken by their acquisition: one that was sent on a connection that has ended may
 * still be on its way. A value is used by one attempt only, so a superfluous release does
 * no harm. Thread-safe.
 */
final class ReleaseRetry {

	/** A lock that another process has acquired may live longer than those known here. */
	private static final long MIN_RETENTION_NANOS = TimeUnit.MINUTES.toNanos(10);

	/** The delay of a retry if a connection is in use already. */
	private static final long RETRY_MILLIS = 50;

	private static final long FIRST_REPEAT_MILLIS = 1_000;

	private static final long LAST_REPEAT_MILLIS = 8_000;

	private final Sender sender;

	private final Connector connector;

	private final LongSupplier longestExpiryNanos;

	private final PendingReleases pending = new PendingReleases();

	private final LateAcquisitions lateAcquisitions = new LateAcquisitions();

	ReleaseRetry(Sender sender, Connector connector, LongSupplier longestExpiryNanos) {
		this.sender = sender;
		this.connector = connector;
		this.longestExpiryNanos = longestExpiryNanos;
	}

	/**
	 * Create a release that is retried if it fails without a reply.
	 */
	ReleaseCommand command(String key, String value) {
		return new ReleaseCommand(key, value, this::retry);
	}

	/**
	 * Return the values of acquisitions that have failed without a reply.
	 */
	LateAcquisitions lateAcquisitions() {
		return this.lateAcquisitions;
	}

	/**
	 * Keep a release, which may not have reached the server, for the next connection.
	 */
	private void retry(String key, String value) {
		long retentionNanos = Math.max(this.longestExpiryNanos.getAsLong(), MIN_RETENTION_NANOS);
		this.pending.add(key, value, System.nanoTime() + retentionNanos);
		if (this.sender.connected() != null) {
			// The next connection is in use: the end of the last one was detected late
			this.connector.schedule(() -> {
				NodeCommand.Connection connection = this.sender.connected();
				if (connection != null) {
					sendPending(connection);
				}
			}, RETRY_MILLIS);
		}
	}

	/**
	 * Send all pending releases.
	 */
	void sendPending(NodeCommand.Connection connection) {
		this.pending.drainTo((key, value) -> send(connection, key, value));
	}

	/**
	 * Send a release again. If the key was missing, the acquisition may follow from a
	 * proxy that still forwards requests of the lost connection. So the release is sent
	 * once more after 1 s.
	 */
	private void send(NodeCommand.Connection connection, String key, String value) {
		ReleaseCommand release = command(key, value);
		release.thenAccept((reply) -> {
			if (reply.status() == Status.MISSING) {
				this.connector.schedule(() -> submit(key, value), FIRST_REPEAT_MILLIS);
			}
		});
		connection.send(release);
		repeatAfterLateAcquisition(key, value);
	}

	/**
	 * Repeat a release after 1, 3, 7 and 15 s if an acquisition with the value may still
	 * be on its way on a connection that has ended. To be called for each release: its
	 * reply does not show that.
	 */
	void repeatAfterLateAcquisition(String key, String value) {
		if (this.lateAcquisitions.mayArrive(value)) {
			repeat(key, value, FIRST_REPEAT_MILLIS);
		}
	}

	private void repeat(String key, String value, long delayMillis) {
		this.connector.schedule(() -> {
			submit(key, value);
			if (delayMillis < LAST_REPEAT_MILLIS) {
				repeat(key, value, delayMillis * 2);
			}
		}, delayMillis);
	}

	private void submit(String key, String value) {
		this.sender.submit(command(key, value), true);
	}

	/**
	 * Sends releases, on any connection.
	 */
	interface Sender {

		/**
		 * Return the connection in use, or null. Waits while a new connection comes into
		 * use: it either gets a release that was kept before, or is returned.
		 */
		NodeCommand.@Nullable Connection connected();

		/**
		 * Send a command, on the next connection if there is none.
		 * @param always whether to send it to a server that is silent, too
		 */
		void submit(NodeCommand command, boolean always);

	}

}

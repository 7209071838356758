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

import io.github.redsync.node.NodeReply;

/**
 * Sends releases again that may not have reached the server, and those that a request of
 * a connection that has ended may follow. A value is used by one attempt only, so a
 * release too many does no harm. Thread-safe.
 */
final class ReleaseRetry {

	/**
	 * A lock that was acquired elsewhere may live longer than any that was acquired here.
	 */
	private static final long MIN_KEEP_NANOS = TimeUnit.MINUTES.toNanos(10);

	/** The pause before a release that was kept while a connection is in use. */
	private static final long PAUSE_MILLIS = 50;

	/** How late what was sent on a lost connection may reach the server. */
	private static final long STRAGGLER_MILLIS = 1_000;

	/** The pause before the last release that is sent behind a straggler. */
	private static final long MAX_STRAGGLER_MILLIS = 8_000;

	private final LettuceNode node;

	private final ReconnectingConnection link;

	private final Connector connector;

	private final PendingReleases undelivered = new PendingReleases();

	private final LateAcquisitions stragglers = new LateAcquisitions();

	ReleaseRetry(LettuceNode node, ReconnectingConnection link, Connector connector) {
		this.node = node;
		this.link = link;
		this.connector = connector;
	}

	/**
	 * Return where the values of requests are noted that fail without a reply.
	 */
	LateAcquisitions stragglers() {
		return this.stragglers;
	}

	/**
	 * Keep a release that may not have reached the server for the next connection.
	 */
	void keep(String key, String value) {
		long keepNanos = Math.max(this.node.longestExpiryNanos(), MIN_KEEP_NANOS);
		this.undelivered.add(key, value, System.nanoTime() + keepNanos);
		if (this.link.isConnected()) {
			// It was sent by the connection before, whose end showed only now
			this.connector.schedule(() -> {
				ServerConnection current = this.link.session();
				if (current != null) {
					sendAll(current);
				}
			}, PAUSE_MILLIS);
		}
	}

	/**
	 * Send all releases that were kept.
	 */
	void sendAll(ServerConnection session) {
		this.undelivered.drainTo((key, value) -> send(session, key, value));
	}

	/**
	 * Send a release again. If there was nothing to release, the acquisition may be
	 * behind it, on its way through a proxy that has not dropped the lost connection yet;
	 * so it is sent a last time later.
	 */
	private void send(ServerConnection session, String key, String value) {
		ScriptCommand release = this.node.releaseCall(key, value, this.link);
		release.thenAccept((reply) -> {
			if (reply.status() == NodeReply.Status.MISSING) {
				this.connector.schedule(() -> submit(key, value), STRAGGLER_MILLIS);
			}
		});
		session.send(release);
		repeatBehindStragglers(key, value);
	}

	/**
	 * Repeat a release if a request that sets the key may still be on its way on a
	 * connection that has ended. To be called beside the release, whose reply does not
	 * show that.
	 */
	void repeatBehindStragglers(String key, String value) {
		if (this.stragglers.mayArrive(value)) {
			repeat(key, value, STRAGGLER_MILLIS);
		}
	}

	private void repeat(String key, String value, long pauseMillis) {
		this.connector.schedule(() -> {
			submit(key, value);
			if (pauseMillis < MAX_STRAGGLER_MILLIS) {
				repeat(key, value, pauseMillis * 2);
			}
		}, pauseMillis);
	}

	private void submit(String key, String value) {
		this.link.submit(this.node.releaseCall(key, value, this.link), true);
	}

}

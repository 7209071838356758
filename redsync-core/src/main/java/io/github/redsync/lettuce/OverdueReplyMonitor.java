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

import io.netty.channel.EventLoop;

/**
 * Notices that a reply is overdue on a connection: it takes several times as long as
 * replies took before. Sets at most one timer at a time, whatever the number of requests.
 * Not thread-safe unless stated, used by the event loop of the connection.
 */
final class OverdueReplyMonitor {

	/** Below this a reply is not overdue: a server may be busy for as long. */
	private static final long MIN_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * The same for the first request after a time without one. What has forgotten the
	 * connection has done so in that time, and the shortest time in which a node has to
	 * reply is 50 ms.
	 */
	private static final long MIN_IDLE_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** A long pause of this process must not make the watch blind. */
	private static final long MAX_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int ROUND_TRIPS = 4;

	/** Fast to believe a short round trip, slow to believe a long one. */
	private static final int SHORTER = 2;

	private static final int LONGER = 8;

	private final EventLoop loop;

	private final Runnable onOverdue;

	private volatile long roundTripNanos;

	private long replies;

	private int unanswered;

	private long sentNanos;

	private long repliedNanos = System.nanoTime();

	private boolean timing;

	private boolean watching;

	private volatile boolean stopped;

	/**
	 * Create a watch.
	 * @param roundTripNanos how long the handshake took
	 * @param onOverdue called again and again while a reply is overdue
	 */
	OverdueReplyMonitor(EventLoop loop, long roundTripNanos, Runnable onOverdue) {
		this.loop = loop;
		this.roundTripNanos = roundTripNanos;
		this.onOverdue = onOverdue;
	}

	void sent(int requests) {
		if (this.unanswered == 0) {
			this.sentNanos = System.nanoTime();
			this.timing = true;
		}
		this.unanswered += requests;
		if (!this.watching) {
			boolean idle = this.sentNanos - this.repliedNanos >= IDLE_NANOS;
			watch(idle ? MIN_IDLE_PATIENCE_NANOS : MIN_PATIENCE_NANOS);
		}
	}

	void replied() {
		this.unanswered--;
		this.replies++;
		this.repliedNanos = System.nanoTime();
		if (this.timing) {
			this.timing = false;
			long known = this.roundTripNanos;
			long difference = this.repliedNanos - this.sentNanos - known;
			this.roundTripNanos = known + difference / ((difference < 0) ? SHORTER : LONGER);
		}
	}

	/**
	 * End the watch. May be called by any thread.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Return the number of requests to which the server owes a reply.
	 */
	int unanswered() {
		return this.unanswered;
	}

	/**
	 * Return the number of replies so far.
	 */
	long replies() {
		return this.replies;
	}

	/**
	 * Return the round trip time of late, in nanoseconds. Thread-safe.
	 */
	long roundTripNanos() {
		return this.roundTripNanos;
	}

	private void watch(long minNanos) {
		this.watching = true;
		long before = this.replies;
		long patience = Math.min(MAX_PATIENCE_NANOS, Math.max(minNanos, ROUND_TRIPS * this.roundTripNanos));
		this.loop.schedule(() -> check(before), patience, TimeUnit.NANOSECONDS);
	}

	private void check(long before) {
		this.watching = false;
		if (this.unanswered > 0 && !this.stopped) {
			if (this.replies == before) {
				this.onOverdue.run();
			}
			watch(MIN_PATIENCE_NANOS);
		}
	}

}

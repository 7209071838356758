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
 * Detects that a reply is overdue on a connection: it takes four times as long as replies
 * took before, within limits. Uses at most one timer at a time, however many commands are
 * sent. Not thread-safe unless stated, used by the event loop of the connection.
 */
final class OverdueReplyMonitor {

	/** A server may be busy with another command for this long. */
	private static final long MIN_LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * The limit of the first command after an idle time. The state of the connection may
	 * have been dropped in that time, and a node may have only 50 ms to reply.
	 */
	private static final long MIN_LIMIT_AFTER_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** Applies when a long pause of this process was measured as a round trip. */
	private static final long MAX_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final int LIMIT_ROUND_TRIPS = 4;

	/** The average adopts half of a decrease, but an eighth of an increase. */
	private static final int DECREASE_DIVISOR = 2;

	private static final int INCREASE_DIVISOR = 8;

	private final EventLoop loop;

	private final Runnable onOverdue;

	private volatile long roundTripNanos;

	private long replies;

	private int unanswered;

	private long sentNanos;

	private long repliedNanos = System.nanoTime();

	private boolean measuring;

	private boolean scheduled;

	private volatile boolean stopped;

	/**
	 * Create a monitor.
	 * @param roundTripNanos the duration of the handshake
	 * @param onOverdue called repeatedly while a reply is overdue
	 */
	OverdueReplyMonitor(EventLoop loop, long roundTripNanos, Runnable onOverdue) {
		this.loop = loop;
		this.roundTripNanos = roundTripNanos;
		this.onOverdue = onOverdue;
	}

	void onSend(int commands) {
		if (this.unanswered == 0) {
			this.sentNanos = System.nanoTime();
			this.measuring = true;
		}
		this.unanswered += commands;
		if (!this.scheduled) {
			boolean idle = this.sentNanos - this.repliedNanos >= IDLE_NANOS;
			schedule(idle ? MIN_LIMIT_AFTER_IDLE_NANOS : MIN_LIMIT_NANOS);
		}
	}

	void onReply() {
		this.unanswered--;
		this.replies++;
		this.repliedNanos = System.nanoTime();
		if (this.measuring) {
			this.measuring = false;
			long average = this.roundTripNanos;
			long difference = this.repliedNanos - this.sentNanos - average;
			this.roundTripNanos = average + difference / ((difference < 0) ? DECREASE_DIVISOR : INCREASE_DIVISOR);
		}
	}

	/**
	 * Stop the monitor. Thread-safe.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Return the number of commands without a reply.
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
	 * Return the average round trip time in nanoseconds. Thread-safe.
	 */
	long roundTripNanos() {
		return this.roundTripNanos;
	}

	private void schedule(long minNanos) {
		this.scheduled = true;
		long before = this.replies;
		long limit = Math.min(MAX_LIMIT_NANOS, Math.max(minNanos, LIMIT_ROUND_TRIPS * this.roundTripNanos));
		this.loop.schedule(() -> check(before), limit, TimeUnit.NANOSECONDS);
	}

	private void check(long before) {
		this.scheduled = false;
		if (this.unanswered > 0 && !this.stopped) {
			if (this.replies == before) {
				this.onOverdue.run();
			}
			schedule(MIN_LIMIT_NANOS);
		}
	}

}

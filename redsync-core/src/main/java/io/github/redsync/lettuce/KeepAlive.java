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

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Detects a dead connection that was not closed: sends a {@code PING} after 3 s without a
 * command, and closes the connection if the server has not replied for 10 s. A
 * {@code PING} also keeps the state of the connection in firewalls, which drop that of an
 * idle connection and notify neither side. Not thread-safe unless stated, used by the
 * event loop of the connection.
 */
final class KeepAlive {

	private static final long TICK_MILLIS = 500;

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

	/** The first tick may follow the command immediately, so this is 10 s at least. */
	private static final int MAX_UNANSWERED_TICKS = 21;

	private static final int MAX_IDLE_TICKS = 6;

	private final EventLoop loop;

	private final OverdueReplyMonitor replies;

	private final Runnable ping;

	private final Runnable close;

	/**
	 * The number of ticks for which a reply has been due. Counted by the event loop and
	 * not measured: while this process is paused, replies wait in the socket, and the
	 * pause must not count as silence of the server.
	 */
	private volatile int unansweredTicks;

	private int idleTicks;

	private volatile @Nullable Future<?> ticker;

	private volatile boolean stopped;

	/**
	 * Create a monitor that is not started.
	 * @param ping sends a {@code PING}
	 * @param close closes the connection
	 */
	KeepAlive(EventLoop loop, OverdueReplyMonitor replies, Runnable ping, Runnable close) {
		this.loop = loop;
		this.replies = replies;
		this.ping = ping;
		this.close = close;
	}

	/**
	 * Start the timer. Thread-safe.
	 */
	void start() {
		this.ticker = this.loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void tick() {
		if (this.stopped) {
			return;
		}
		if (this.replies.unanswered() > 0) {
			this.idleTicks = 0;
			int ticks = this.unansweredTicks + 1;
			this.unansweredTicks = ticks;
			if (ticks >= MAX_UNANSWERED_TICKS) {
				this.close.run();
			}
		}
		else if (++this.idleTicks >= MAX_IDLE_TICKS) {
			this.idleTicks = 0;
			this.ping.run();
		}
	}

	/**
	 * Called before commands are sent, and before they count as unanswered.
	 */
	void onSend() {
		this.idleTicks = 0;
		if (this.replies.unanswered() == 0) {
			this.unansweredTicks = 0;
		}
	}

	void onReply() {
		this.unansweredTicks = 0;
	}

	/**
	 * Return for how long a reply has been due. Thread-safe.
	 * @return the time in nanoseconds, in steps of 500 ms; 0 if no reply is due
	 */
	long unansweredNanos() {
		// The first tick may follow the command immediately
		return Math.max(0, this.unansweredTicks - 1) * TICK_NANOS;
	}

	/**
	 * Stop the timer. Thread-safe.
	 */
	void stop() {
		this.stopped = true;
		Future<?> running = this.ticker;
		if (running != null) {
			running.cancel(false);
		}
	}

}

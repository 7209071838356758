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

/**
 * The round trip time of a connection, measured with one request at a time: at the
 * handshake, and again whenever a sample is due. It is the shorter of the last two
 * samples, so that one slow reply does not count. Replies arrive in the order of the
 * requests. Confined to the event loop, except {@link #nanos()}.
 */
final class RoundTrip {

	private long sentCount;

	private long repliedCount;

	private boolean due;

	/** The number of the request that is being measured, or 0. */
	private long sampledRequest;

	private long sampleStartNanos;

	private long latestNanos;

	private volatile long nanos;

	RoundTrip(long handshakeNanos) {
		this.latestNanos = handshakeNanos;
		this.nanos = handshakeNanos;
	}

	/**
	 * Measure the next request, unless one is being measured.
	 */
	void sampleNext() {
		this.due = this.sampledRequest == 0;
	}

	void onSent(int count) {
		if (this.due) {
			this.due = false;
			this.sampledRequest = this.sentCount + 1;
			this.sampleStartNanos = System.nanoTime();
		}
		this.sentCount += count;
	}

	void onReply() {
		if (++this.repliedCount == this.sampledRequest) {
			long sample = System.nanoTime() - this.sampleStartNanos;
			this.sampledRequest = 0;
			this.nanos = Math.min(this.latestNanos, sample);
			this.latestNanos = sample;
		}
	}

	/**
	 * Return how many requests were not replied to yet.
	 */
	long pending() {
		return this.sentCount - this.repliedCount;
	}

	/**
	 * Return the round trip time. Thread-safe.
	 */
	long nanos() {
		return this.nanos;
	}

}

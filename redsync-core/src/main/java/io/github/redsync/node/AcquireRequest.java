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

package io.github.redsync.node;

import java.util.Objects;

/**
 * The request of one attempt to acquire a lock. The same object is sent to all nodes.
 * Thread-safe.
 */
public final class AcquireRequest {

	/**
	 * The suffix that is appended to the key of a lock to get the key of its fencing
	 * counter. The name of a lock must not end with it.
	 */
	public static final String FENCE_SUFFIX = ":fence";

	private final String key;

	private final String value;

	private final long expiryMillis;

	private final boolean fenced;

	private final long startNanos;

	private final boolean likelyTaken;

	private volatile boolean abandoned;

	/**
	 * Create the request of one attempt.
	 * @param key the key to set
	 * @param value the value to set, unique to this attempt
	 * @param expiryMillis the time to live of the key in milliseconds, at least 1
	 * @param fenced whether the reply must contain the fencing counter
	 * @param startNanos the start of the attempt on the monotonic clock of the algorithm,
	 * in nanoseconds; a node that is quarantined at that time does not vote
	 */
	public AcquireRequest(String key, String value, long expiryMillis, boolean fenced, long startNanos) {
		this(key, value, expiryMillis, fenced, startNanos, false);
	}

	/**
	 * Create the request of one attempt.
	 * @param key the key to set
	 * @param value the value to set, unique to this attempt
	 * @param expiryMillis the time to live of the key in milliseconds, at least 1
	 * @param fenced whether the reply must contain the fencing counter
	 * @param startNanos the start of the attempt on the monotonic clock of the algorithm,
	 * in nanoseconds
	 * @param likelyTaken whether the lock is likely to be taken
	 */
	public AcquireRequest(String key, String value, long expiryMillis, boolean fenced, long startNanos,
			boolean likelyTaken) {
		this.key = Objects.requireNonNull(key, "'key' must not be null");
		this.value = Objects.requireNonNull(value, "'value' must not be null");
		this.expiryMillis = expiryMillis;
		this.fenced = fenced;
		this.startNanos = startNanos;
		this.likelyTaken = likelyTaken;
	}

	/**
	 * Return the key to set.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Return the value to set.
	 * @return the value, which no other attempt uses
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return the time to live of the key.
	 * @return the time to live in milliseconds, at least 1
	 */
	public long expiryMillis() {
		return this.expiryMillis;
	}

	/**
	 * Return whether the reply must contain the fencing counter.
	 * @return whether the lock is fenced
	 */
	public boolean fenced() {
		return this.fenced;
	}

	/**
	 * Return the start of the attempt.
	 * @return the start on the monotonic clock, in nanoseconds
	 */
	public long startNanos() {
		return this.startNanos;
	}

	/**
	 * Return whether the lock is likely to be taken, because it was refused recently. An
	 * implementation may then use a command that is faster for a refusal and slower for a
	 * grant.
	 * @return whether the lock is likely to be taken
	 */
	public boolean likelyTaken() {
		return this.likelyTaken;
	}

	/**
	 * Abandon the attempt. A request that was not sent before must not be sent
	 * afterwards, since its release may have been sent already.
	 */
	public void abandon() {
		this.abandoned = true;
	}

	/**
	 * Return whether the attempt was abandoned.
	 * @return {@code true} if the request must not be sent
	 */
	public boolean isAbandoned() {
		return this.abandoned;
	}

	@Override
	public String toString() {
		return "acquire " + this.key;
	}

}

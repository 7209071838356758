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
 * One attempt to acquire a lock, as it is put to every node: the same object for all of
 * them. Safe for use by many threads.
 */
public final class AcquireRequest {

	/**
	 * Suffix that makes the key of a lock the key of its fencing counter. No lock may
	 * have a name that ends with it.
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
	 * @param value the value to set, fresh for this attempt
	 * @param expiryMillis the time to live of the key in milliseconds, at least 1
	 * @param fenced whether the node is to draw a fencing number with the grant
	 * @param startNanos the start of the attempt on the monotonic clock of the algorithm,
	 * in nanoseconds; a node that restarted not long enough before it gives no vote
	 */
	public AcquireRequest(String key, String value, long expiryMillis, boolean fenced, long startNanos) {
		this(key, value, expiryMillis, fenced, startNanos, false);
	}

	/**
	 * Create the request of one attempt.
	 * @param key the key to set
	 * @param value the value to set, fresh for this attempt
	 * @param expiryMillis the time to live of the key in milliseconds, at least 1
	 * @param fenced whether the node is to draw a fencing number with the grant
	 * @param startNanos the start of the attempt on the monotonic clock of the algorithm,
	 * in nanoseconds
	 * @param likelyTaken whether to expect that the node refuses
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
	 * @return the value, never used by another attempt
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
	 * Return whether the node is to draw a fencing number with the grant.
	 * @return whether the lock is fenced
	 */
	public boolean fenced() {
		return this.fenced;
	}

	/**
	 * Return when the attempt began.
	 * @return the start on the monotonic clock, in nanoseconds
	 */
	public long startNanos() {
		return this.startNanos;
	}

	/**
	 * Return whether to expect that the node refuses, because it did so a moment ago. A
	 * driver may then choose a way that is quicker for a refusal and dearer for a grant.
	 * @return whether the key is likely to be taken
	 */
	public boolean likelyTaken() {
		return this.likelyTaken;
	}

	/**
	 * Give the attempt up. What was not sent yet must not be sent any more: its release
	 * may already be on the way, and would be overtaken.
	 */
	public void abandon() {
		this.abandoned = true;
	}

	/**
	 * Return whether the attempt was given up.
	 * @return whether the request must not be sent any more
	 */
	public boolean isAbandoned() {
		return this.abandoned;
	}

	@Override
	public String toString() {
		return "acquire " + this.key;
	}

}

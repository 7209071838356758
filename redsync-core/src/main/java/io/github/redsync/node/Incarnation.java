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
 * One run of a server process, from its start, or its promotion, to its end. A server
 * that has restarted may have forgotten locks that it granted, so the algorithm
 * quarantines it: it does not count its votes for a time. Immutable.
 */
public final class Incarnation {

	private final String id;

	private final long contactNanos;

	private final long ageNanos;

	private final boolean restarted;

	/**
	 * Create the first known incarnation of a node.
	 * @param id the identifier, which is different after each restart and each promotion
	 * @param contactNanos the time of the first contact on the monotonic clock of the
	 * algorithm, in nanoseconds
	 * @param ageNanos the age at the first contact, as reported by the server, in
	 * nanoseconds; 0 if it is unknown or not reliable
	 */
	public Incarnation(String id, long contactNanos, long ageNanos) {
		this(id, contactNanos, ageNanos, false);
	}

	private Incarnation(String id, long contactNanos, long ageNanos, boolean restarted) {
		this.id = Objects.requireNonNull(id, "'id' must not be null");
		this.contactNanos = contactNanos;
		this.ageNanos = ageNanos;
		this.restarted = restarted;
	}

	/**
	 * Return the incarnation of the node after an observation.
	 * @param observed the observed incarnation, as if it were the first one
	 * @return this incarnation if its identifier is equal, else the observed one, marked
	 * as {@linkplain #restarted() restarted}
	 */
	public Incarnation succeededBy(Incarnation observed) {
		return this.id.equals(observed.id) ? this
				: new Incarnation(observed.id, observed.contactNanos, observed.ageNanos, true);
	}

	/**
	 * Return the identifier of this incarnation.
	 * @return the identifier
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the time of the first contact.
	 * @return the time on the monotonic clock, in nanoseconds
	 */
	public long contactNanos() {
		return this.contactNanos;
	}

	/**
	 * Return the age at the first contact, as reported by the server.
	 * @return the age in nanoseconds, 0 if it is unknown or not reliable
	 */
	public long ageNanos() {
		return this.ageNanos;
	}

	/**
	 * Return whether the node had another incarnation before this one.
	 * @return {@code true} if the server is known to have restarted or to have been
	 * replaced
	 */
	public boolean restarted() {
		return this.restarted;
	}

	@Override
	public String toString() {
		return this.id;
	}

}

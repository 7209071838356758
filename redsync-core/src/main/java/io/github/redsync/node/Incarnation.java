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
 * One life of a server, from its start, or its promotion, to its end. A server that has
 * restarted may have forgotten what it granted; the algorithm then waits before it counts
 * its votes. Immutable.
 */
public final class Incarnation {

	private final String id;

	private final long contactNanos;

	private final long ageNanos;

	private final boolean restarted;

	/**
	 * Create an incarnation that is the first one to be met of its node.
	 * @param id names this life of the server: equal for as long as it has forgotten
	 * nothing, different after each restart and each promotion
	 * @param contactNanos the first contact with this life, on the monotonic clock of the
	 * algorithm, in nanoseconds
	 * @param ageNanos how long the server says to have lived at that moment, in
	 * nanoseconds; 0 if it is not known or not to be believed
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
	 * Return the life that a node leads according to what was just met: this one if it
	 * goes on, else the new one, which then is known to have come after a restart.
	 * @param met what was met, as if it were the first
	 * @return the present life of the node
	 */
	public Incarnation succeededBy(Incarnation met) {
		return this.id.equals(met.id) ? this : new Incarnation(met.id, met.contactNanos, met.ageNanos, true);
	}

	/**
	 * Return what names this life of the server.
	 * @return the identifier
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return when this life was first met.
	 * @return the first contact on the monotonic clock, in nanoseconds
	 */
	public long contactNanos() {
		return this.contactNanos;
	}

	/**
	 * Return how long the server said to have lived at the first contact.
	 * @return the age in nanoseconds, 0 if it is not known or not to be believed
	 */
	public long ageNanos() {
		return this.ageNanos;
	}

	/**
	 * Return whether another life of the same node was met before this one.
	 * @return whether the server is known to have restarted, or to have been replaced
	 */
	public boolean restarted() {
		return this.restarted;
	}

	@Override
	public String toString() {
		return this.id;
	}

}

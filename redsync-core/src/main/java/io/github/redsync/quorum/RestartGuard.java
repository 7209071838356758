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

package io.github.redsync.quorum;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.github.redsync.RestartProtection;
import io.github.redsync.node.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the grant of a node counts. A server that has lost its memory by a
 * restart would grant locks that are still held; so after a restart it gives no vote
 * until every lock that it may have forgotten has expired, which is the longest expiry in
 * use.
 * <p>
 * A restart is seen when the server's incarnation differs from the one met before. At
 * first contact there is nothing to compare with. A server that is then younger than
 * another one, and younger than the longest expiry, is taken to have restarted; where all
 * are equally young the deployment is new, and there is nothing to forget. Uptime is
 * counted by the server in whole seconds of its wall clock, which may step: it is used at
 * first contact only. In strict mode every server is taken to have restarted at first
 * contact. Safe for use by many threads.
 */
public final class RestartGuard {

	// Two servers started together can be told apart by one full second
	private static final long SAME_AGE_NANOS = 2_000_000_000L;

	private final RestartProtection protection;

	/** The lives that gave the latest grants. */
	private final AtomicReferenceArray<@Nullable Incarnation> lives;

	private final AtomicLong quarantineNanos = new AtomicLong();

	private final IntConsumer quarantineListener;

	/** The incarnations of which the listener was notified. */
	private final AtomicReferenceArray<@Nullable String> reported;

	/**
	 * Create a guard.
	 * @param protection when a node is assumed to have restarted
	 * @param nodes the number of nodes
	 */
	public RestartGuard(RestartProtection protection, int nodes) {
		this(protection, nodes, (index) -> {
		});
	}

	/**
	 * Create a guard with a listener.
	 * @param protection when a node is assumed to have restarted
	 * @param nodes the number of nodes
	 * @param quarantineListener called with the index of a node when its grant does not
	 * count, once for each incarnation, under the lock of a ballot; must not block
	 */
	public RestartGuard(RestartProtection protection, int nodes, IntConsumer quarantineListener) {
		this.protection = protection;
		this.lives = new AtomicReferenceArray<>(nodes);
		this.reported = new AtomicReferenceArray<>(nodes);
		this.quarantineListener = quarantineListener;
	}

	/**
	 * Take note of terms in use: a restarted node stays silent for the longest of them.
	 * @param terms the terms of a lock
	 */
	public void use(LockParameters terms) {
		use(terms, terms.expiryMillis());
	}

	/**
	 * Take note of a time to live that is not that of the terms.
	 */
	void use(LockParameters terms, long expiryMillis) {
		long quarantine = terms.quarantineNanos(expiryMillis);
		if (quarantine > this.quarantineNanos.get()) {
			this.quarantineNanos.accumulateAndGet(quarantine, Math::max);
		}
	}

	/**
	 * Take note of the life that gave a grant.
	 */
	void met(int index, @Nullable Incarnation life) {
		Incarnation known = this.lives.get(index);
		if (life != null && known != life && (known == null || life.contactNanos() - known.contactNanos() >= 0)) {
			this.lives.set(index, life);
		}
	}

	/**
	 * Return whether a grant {@linkplain #counts counts} that came after the decision. No
	 * ballot has looked at it, so the incarnation that gave it may not be known yet.
	 */
	boolean countsLate(int index, Incarnation life, long startNanos) {
		met(index, life);
		return counts(index, life, startNanos);
	}

	/**
	 * Return whether the grant that a node gave to an attempt counts. It is the start of
	 * the attempt that matters: an attempt older than the end of the silence may rest on
	 * a grant that is forgotten.
	 */
	boolean counts(int index, @Nullable Incarnation life, long startNanos) {
		if (this.protection == RestartProtection.OFF || life == null) {
			return true;
		}
		Incarnation latest = this.lives.get(index);
		if (latest != null && !latest.id().equals(life.id())) {
			// The node has restarted between its grant and now
			return false;
		}
		return leftNanos(life, this.lives::get, startNanos) <= 0;
	}

	/**
	 * Notify the listener that the grant of a node did not count.
	 */
	void report(int index, @Nullable Incarnation life) {
		if (life != null && !life.id().equals(this.reported.getAndSet(index, life.id()))) {
			this.quarantineListener.accept(index);
		}
	}

	/**
	 * Return for how long a node stays quarantined, as far as is known now: a longer
	 * expiry that comes into use prolongs it.
	 * @param life the incarnation of the node, or null if it is unknown
	 * @param lives gives the incarnation of each node
	 * @param nowNanos the time now
	 * @return the time in nanoseconds; 0 if the grants of the node count
	 */
	long quarantineLeftNanos(@Nullable Incarnation life, IntFunction<@Nullable Incarnation> lives, long nowNanos) {
		return (this.protection == RestartProtection.OFF || life == null) ? 0 : leftNanos(life, lives, nowNanos);
	}

	private long leftNanos(Incarnation life, IntFunction<@Nullable Incarnation> lives, long nowNanos) {
		long silence = silenceNanos(life, lives);
		return (silence <= 0) ? 0 : Math.max(0, life.contactNanos() + silence - nowNanos);
	}

	/**
	 * Return for how long after its first contact a node gives no vote.
	 */
	private long silenceNanos(Incarnation life, IntFunction<@Nullable Incarnation> lives) {
		long quarantine = this.quarantineNanos.get();
		if (life.restarted() || this.protection == RestartProtection.STRICT) {
			return quarantine;
		}
		return isYoungerThanAnother(life, lives) ? quarantine - life.ageNanos() : 0;
	}

	private boolean isYoungerThanAnother(Incarnation life, IntFunction<@Nullable Incarnation> lives) {
		for (int i = 0; i < this.lives.length(); i++) {
			Incarnation other = lives.apply(i);
			if (other != null && bornNanos(life) - bornNanos(other) >= SAME_AGE_NANOS) {
				return true;
			}
		}
		return false;
	}

	private static long bornNanos(Incarnation life) {
		return life.contactNanos() - life.ageNanos();
	}

}

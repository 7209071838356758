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

package io.github.redsync.internal.vote;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

import io.github.redsync.RestartProtection;
import io.github.redsync.node.Incarnation;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the grant of a node counts. A server that has lost its memory by a
 * restart would grant locks that are still held. After a restart it is therefore
 * quarantined: its grants do not count until every lock that it may have forgotten has
 * expired, which takes the longest expiry in use.
 * <p>
 * A restart is recognized by an incarnation that differs from the previous one. At first
 * contact there is no previous one. A server that is then younger than another server,
 * and younger than the longest expiry, is assumed to have restarted. If all are equally
 * young, the deployment is new and there is no lock to forget. A server counts its uptime
 * in whole seconds of its wall clock, which may step, so the uptime is used at first
 * contact only. In strict mode every server is assumed to have restarted at first
 * contact. Thread-safe.
 */
public final class RestartGuard {

	// Uptimes are in whole seconds: for servers started together they may differ by 1 s
	private static final long SAME_AGE_NANOS = 2_000_000_000L;

	private final RestartProtection protection;

	/** The latest incarnations: those that gave grants, or are connected. */
	private final AtomicReferenceArray<@Nullable Incarnation> incarnations;

	/** The longest time after which a key in use has expired. */
	private final AtomicLong maxExpiryNanos = new AtomicLong();

	private final IntConsumer quarantineListener;

	/** The identifiers of the incarnations that were reported to the listener. */
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
	 * count, once for each incarnation, under the monitor of a ballot; must not block
	 */
	public RestartGuard(RestartProtection protection, int nodes, IntConsumer quarantineListener) {
		this.protection = protection;
		this.incarnations = new AtomicReferenceArray<>(nodes);
		this.reported = new AtomicReferenceArray<>(nodes);
		this.quarantineListener = quarantineListener;
	}

	/**
	 * Record that an expiry is in use. A restarted node is quarantined for the longest of
	 * them.
	 * @param parameters the parameters of a lock
	 */
	public void noteExpiry(LockParameters parameters) {
		noteExpiry(parameters, parameters.expiryMillis());
	}

	/**
	 * Record a time to live that differs from the expiry of the parameters.
	 */
	public void noteExpiry(LockParameters parameters, long expiryMillis) {
		long quarantine = parameters.quarantineNanos(expiryMillis);
		if (quarantine > this.maxExpiryNanos.get()) {
			this.maxExpiryNanos.accumulateAndGet(quarantine, Math::max);
		}
	}

	/**
	 * Record the incarnation that gave a grant, or is connected if the node gave none. An
	 * old node shows that others have restarted, whatever it replies.
	 */
	void recordContact(int index, @Nullable Incarnation incarnation) {
		Incarnation known = this.incarnations.get(index);
		if (incarnation != null && known != incarnation
				&& (known == null || incarnation.contactNanos() - known.contactNanos() >= 0)) {
			this.incarnations.set(index, incarnation);
		}
	}

	/**
	 * Return whether a grant {@linkplain #isCounted counts} that arrived after the
	 * decision. No ballot has evaluated it, so its incarnation may not be recorded yet.
	 */
	public boolean isCountedLate(int index, Incarnation incarnation, long startNanos) {
		recordContact(index, incarnation);
		return isCounted(index, incarnation, startNanos);
	}

	/**
	 * Return whether the grant that a node gave to an attempt counts. The start of the
	 * attempt is decisive: an attempt that started before the end of the quarantine may
	 * rest on a grant that is forgotten.
	 */
	boolean isCounted(int index, @Nullable Incarnation incarnation, long startNanos) {
		if (this.protection == RestartProtection.OFF || incarnation == null) {
			return true;
		}
		Incarnation latest = this.incarnations.get(index);
		if (latest != null && !latest.id().equals(incarnation.id())) {
			// The node has restarted between its grant and now
			return false;
		}
		return leftNanos(incarnation, this.incarnations::get, startNanos) <= 0;
	}

	/**
	 * Notify the listener that the grant of a node did not count.
	 */
	void report(int index, @Nullable Incarnation incarnation) {
		if (incarnation != null && !incarnation.id().equals(this.reported.getAndSet(index, incarnation.id()))) {
			this.quarantineListener.accept(index);
		}
	}

	/**
	 * Return the remaining quarantine of a node. A longer expiry that comes into use
	 * prolongs it.
	 * @param incarnation the incarnation of the node, or null if it is unknown
	 * @param incarnations returns the incarnation of each node
	 * @param nowNanos the time now
	 * @return the time in nanoseconds; 0 if the grants of the node count
	 */
	long quarantineLeftNanos(@Nullable Incarnation incarnation, IntFunction<@Nullable Incarnation> incarnations,
			long nowNanos) {
		return (this.protection == RestartProtection.OFF || incarnation == null) ? 0
				: leftNanos(incarnation, incarnations, nowNanos);
	}

	private long leftNanos(Incarnation incarnation, IntFunction<@Nullable Incarnation> incarnations, long nowNanos) {
		long quarantine = quarantineNanos(incarnation, incarnations);
		return (quarantine <= 0) ? 0 : Math.max(0, incarnation.contactNanos() + quarantine - nowNanos);
	}

	/**
	 * Return the time after its first contact for which a node is quarantined.
	 */
	private long quarantineNanos(Incarnation incarnation, IntFunction<@Nullable Incarnation> incarnations) {
		long longest = this.maxExpiryNanos.get();
		if (incarnation.restarted() || this.protection == RestartProtection.STRICT) {
			return longest;
		}
		return isYoungerThanAnother(incarnation, incarnations) ? longest - incarnation.ageNanos() : 0;
	}

	private boolean isYoungerThanAnother(Incarnation incarnation, IntFunction<@Nullable Incarnation> incarnations) {
		for (int i = 0; i < this.incarnations.length(); i++) {
			Incarnation other = incarnations.apply(i);
			if (other != null && startNanos(incarnation) - startNanos(other) >= SAME_AGE_NANOS) {
				return true;
			}
		}
		return false;
	}

	private static long startNanos(Incarnation incarnation) {
		return incarnation.contactNanos() - incarnation.ageNanos();
	}

}

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

package io.github.redsync.simulation;

import io.github.redsync.RestartProtection;
import io.github.redsync.internal.vote.LockParameters;

/**
 * The bounds of a world whose histories are all explored. Time passes in ticks. All
 * events between two ticks have the same time.
 *
 * @param servers the number of servers
 * @param clients the number of competing clients, one or two
 * @param attempts the number of attempts of each client
 * @param expiryTicks the expiry of the lock in ticks
 * @param ticks the number of ticks
 * @param extensions the number of extensions by a holder; if positive, the watchdog runs
 * as well and restores the key on servers that did not grant the lock
 * @param notifications whether servers send change notifications to waiting clients
 * @param fencing whether locks are fenced, and the initial fencing counters
 * @param sequential whether the second client begins only after the first one has ended
 * and its requests have been delivered
 * @param faultCounts the number of faults of each kind
 */
record Bounds(int servers, int clients, int attempts, int expiryTicks, int ticks, int extensions, boolean notifications,
		Fencing fencing, boolean sequential, FaultCounts faultCounts) {

	private static final int EXPIRY_MILLIS = 60;

	/**
	 * The clock difference of two neighboring servers; between three it stays below a
	 * quarantine.
	 */
	private static final int SKEW_MILLIS = 25;

	/**
	 * Return a world of two clients and three servers without faults, in which a lock
	 * expires after one tick.
	 */
	static Bounds of(int attempts, int ticks) {
		return new Bounds(3, 2, attempts, 1, ticks, 0, false, Fencing.NONE, false, new FaultCounts(0, 0, 0, 0));
	}

	Bounds with(int serverCount, int clientCount) {
		return new Bounds(serverCount, clientCount, this.attempts, this.expiryTicks, this.ticks, this.extensions,
				this.notifications, this.fencing, this.sequential, this.faultCounts);
	}

	Bounds withExpiryTicks(int ticksToExpiry) {
		return new Bounds(this.servers, this.clients, this.attempts, ticksToExpiry, this.ticks, this.extensions,
				this.notifications, this.fencing, this.sequential, this.faultCounts);
	}

	Bounds withExtensions(int number) {
		return new Bounds(this.servers, this.clients, this.attempts, this.expiryTicks, this.ticks, number,
				this.notifications, this.fencing, this.sequential, this.faultCounts);
	}

	Bounds withNotifications() {
		return new Bounds(this.servers, this.clients, this.attempts, this.expiryTicks, this.ticks, this.extensions,
				true, this.fencing, this.sequential, this.faultCounts);
	}

	Bounds withFencing(Fencing kind) {
		return new Bounds(this.servers, this.clients, this.attempts, this.expiryTicks, this.ticks, this.extensions,
				this.notifications, kind, this.sequential, this.faultCounts);
	}

	Bounds withSequentialClients() {
		return new Bounds(this.servers, this.clients, this.attempts, this.expiryTicks, this.ticks, this.extensions,
				this.notifications, this.fencing, true, this.faultCounts);
	}

	private Bounds with(FaultCounts others) {
		return new Bounds(this.servers, this.clients, this.attempts, this.expiryTicks, this.ticks, this.extensions,
				this.notifications, this.fencing, this.sequential, others);
	}

	Bounds withDisconnects(int number) {
		return with(new FaultCounts(number, restarts(), this.faultCounts.saves, this.faultCounts.absences));
	}

	Bounds withRestarts(int number) {
		return with(new FaultCounts(disconnects(), number, this.faultCounts.saves, this.faultCounts.absences));
	}

	Bounds withSaves(int number) {
		return with(new FaultCounts(disconnects(), restarts(), number, this.faultCounts.absences));
	}

	Bounds withAbsences(int number) {
		return with(new FaultCounts(disconnects(), restarts(), this.faultCounts.saves, number));
	}

	int disconnects() {
		return this.faultCounts.disconnects;
	}

	int restarts() {
		return this.faultCounts.restarts;
	}

	boolean fenced() {
		return this.fencing != Fencing.NONE;
	}

	long tickMillis() {
		return EXPIRY_MILLIS / this.expiryTicks;
	}

	long skewMillis(int server) {
		return (this.fencing == Fencing.NEW_NAME) ? SKEW_MILLIS * (1L - server) : 0;
	}

	int majority() {
		return this.servers / 2 + 1;
	}

	RestartProtection guard() {
		return RestartProtection.OBSERVED;
	}

	LockParameters parameters() {
		return new LockParameters(EXPIRY_MILLIS, 0.01, 0.5, true, false, false, false, Long.MAX_VALUE / 2, 0, fenced(),
				LockParameters.UNBOUNDED, this.attempts, (attempt) -> 0, LockParameters.UNBOUNDED, false);
	}

	@Override
	public String toString() {
		return "%d clients%s, %d servers, %d attempts, %d ticks, expiry %d, %s%d extensions, %s%s".formatted(
				this.clients, this.sequential ? " in sequence" : "", this.servers, this.attempts, this.ticks,
				this.expiryTicks, fenced() ? "fenced (" + this.fencing + "), " : "", this.extensions, this.faultCounts,
				this.notifications ? ", notifications" : "");
	}

	/**
	 * The initial fencing counters.
	 */
	enum Fencing {

		/** Locks are not fenced. */
		NONE,

		/** All counters vouch for the same token. */
		KNOWN_NAME,

		/** There are no counters, and the clocks of the servers differ. */
		NEW_NAME

	}

	/**
	 * The number of faults of each kind.
	 *
	 * @param disconnects how often a connection may be lost
	 * @param restarts how often a server may restart, empty or from its snapshot
	 * @param saves how often a server may save a snapshot
	 * @param absences how often a server may become unreachable until it rejoins
	 */
	record FaultCounts(int disconnects, int restarts, int saves, int absences) {

		@Override
		public String toString() {
			return this.disconnects + " disconnects, " + this.restarts + " restarts, " + this.saves + " saves, "
					+ this.absences + " absences";
		}

	}

}

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
import io.github.redsync.quorum.LockParameters;

/**
 * How much can happen in a world of which every history is looked at. Time passes in
 * ticks, which a client and a server can't tell apart otherwise: what is done between two
 * of them is done at the same time.
 *
 * @param servers how many servers there are
 * @param clients how many clients compete, one or two
 * @param attempts how often each of them tries
 * @param life after how many ticks a lock expires
 * @param ticks for how many ticks time passes
 * @param extensions how often a holder may extend its lock; if at all, the lock is
 * watched over as well, and completed on the servers that did not grant it
 * @param notices whether servers tell who waits of changes
 * @param fencing whether locks are fenced, and what the counters are
 * @param inTurn whether the second client begins when the first one is at its end and
 * nothing of it is still on its way
 * @param mishaps what may go wrong
 */
record Bounds(int servers, int clients, int attempts, int life, int ticks, int extensions, boolean notices,
		Fencing fencing, boolean inTurn, Mishaps mishaps) {

	private static final int EXPIRY_MILLIS = 60;

	/** By how much the clocks of two servers differ: three by less than a quarantine. */
	private static final int SKEW_MILLIS = 25;

	/**
	 * Return a world of two clients and three servers, in which nothing special happens
	 * and a lock expires after one tick.
	 */
	static Bounds of(int attempts, int ticks) {
		return new Bounds(3, 2, attempts, 1, ticks, 0, false, Fencing.NONE, false, new Mishaps(0, 0, 0, 0));
	}

	Bounds with(int serverCount, int clientCount) {
		return new Bounds(serverCount, clientCount, this.attempts, this.life, this.ticks, this.extensions, this.notices,
				this.fencing, this.inTurn, this.mishaps);
	}

	Bounds withLife(int expiryTicks) {
		return new Bounds(this.servers, this.clients, this.attempts, expiryTicks, this.ticks, this.extensions,
				this.notices, this.fencing, this.inTurn, this.mishaps);
	}

	Bounds withExtensions(int number) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, number, this.notices,
				this.fencing, this.inTurn, this.mishaps);
	}

	Bounds withNotices() {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.extensions, true,
				this.fencing, this.inTurn, this.mishaps);
	}

	Bounds withFencing(Fencing kind) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.extensions,
				this.notices, kind, this.inTurn, this.mishaps);
	}

	Bounds inOrder() {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.extensions,
				this.notices, this.fencing, true, this.mishaps);
	}

	private Bounds with(Mishaps others) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.extensions,
				this.notices, this.fencing, this.inTurn, others);
	}

	Bounds withCuts(int number) {
		return with(new Mishaps(number, restarts(), this.mishaps.saves, this.mishaps.absences));
	}

	Bounds withRestarts(int number) {
		return with(new Mishaps(cuts(), number, this.mishaps.saves, this.mishaps.absences));
	}

	Bounds withSaves(int number) {
		return with(new Mishaps(cuts(), restarts(), number, this.mishaps.absences));
	}

	Bounds withAbsences(int number) {
		return with(new Mishaps(cuts(), restarts(), this.mishaps.saves, number));
	}

	int cuts() {
		return this.mishaps.cuts;
	}

	int restarts() {
		return this.mishaps.restarts;
	}

	boolean fenced() {
		return this.fencing != Fencing.NONE;
	}

	long tickMillis() {
		return EXPIRY_MILLIS / this.life;
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

	LockParameters terms() {
		return new LockParameters(EXPIRY_MILLIS, 0.01, 0.5, true, false, false, false, Long.MAX_VALUE / 2, 0, fenced(),
				LockParameters.UNBOUNDED, this.attempts, (attempt) -> 0, LockParameters.UNBOUNDED, false);
	}

	@Override
	public String toString() {
		return "%d clients%s, %d servers, %d attempts, %d ticks, expiry %d, %s%d extensions, %s%s".formatted(
				this.clients, this.inTurn ? " in turn" : "", this.servers, this.attempts, this.ticks, this.life,
				fenced() ? "fenced (" + this.fencing + "), " : "", this.extensions, this.mishaps,
				this.notices ? ", notices" : "");
	}

	/**
	 * What the fencing counters are at the start.
	 */
	enum Fencing {

		/** Locks are not fenced. */
		NONE,

		/** All counters vouch for the same token. */
		KNOWN_NAME,

		/** There are none, and the clocks of the servers differ. */
		NEW_NAME

	}

	/**
	 * How often something may go wrong.
	 *
	 * @param cuts how often a connection may be cut
	 * @param restarts how often a server may restart, empty or with what it saved
	 * @param saves how often a server may save its keys
	 * @param absences how often a server may go away, until it comes back
	 */
	record Mishaps(int cuts, int restarts, int saves, int absences) {

		@Override
		public String toString() {
			return this.cuts + " cuts, " + this.restarts + " restarts, " + this.saves + " saves, " + this.absences
					+ " absences";
		}

	}

}

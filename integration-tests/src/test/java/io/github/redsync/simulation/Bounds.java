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

import io.github.redsync.quorum.RestartGuard;
import io.github.redsync.quorum.Terms;

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
 * @param fenced whether locks are fenced
 * @param extensions how often a holder may extend its lock; if at all, the lock is
 * watched over as well, and completed on the servers that did not grant it
 * @param cuts how often a connection may be cut
 * @param restarts how often a server may restart empty
 * @param notices whether servers tell who waits of changes
 */
record Bounds(int servers, int clients, int attempts, int life, int ticks, boolean fenced, int extensions, int cuts,
		int restarts, boolean notices) {

	private static final int EXPIRY_MILLIS = 60;

	/**
	 * Return a world of two clients and three servers, in which nothing special happens
	 * and a lock expires after one tick.
	 */
	static Bounds of(int attempts, int ticks) {
		return new Bounds(3, 2, attempts, 1, ticks, false, 0, 0, 0, false);
	}

	Bounds with(int serverCount, int clientCount) {
		return new Bounds(serverCount, clientCount, this.attempts, this.life, this.ticks, this.fenced, this.extensions,
				this.cuts, this.restarts, this.notices);
	}

	Bounds withLife(int expiryTicks) {
		return new Bounds(this.servers, this.clients, this.attempts, expiryTicks, this.ticks, this.fenced,
				this.extensions, this.cuts, this.restarts, this.notices);
	}

	Bounds withFencing() {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, true, this.extensions,
				this.cuts, this.restarts, this.notices);
	}

	Bounds withExtensions(int number) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.fenced, number,
				this.cuts, this.restarts, this.notices);
	}

	Bounds withCuts(int number) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.fenced,
				this.extensions, number, this.restarts, this.notices);
	}

	Bounds withRestarts(int number) {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.fenced,
				this.extensions, this.cuts, number, this.notices);
	}

	long tickMillis() {
		return EXPIRY_MILLIS / this.life;
	}

	int majority() {
		return this.servers / 2 + 1;
	}

	RestartGuard.Mode guard() {
		return RestartGuard.Mode.OBSERVED;
	}

	Terms terms() {
		return new Terms(EXPIRY_MILLIS, 0.01, 0.5, true, false, false, false, Long.MAX_VALUE / 2, 0, this.fenced,
				Terms.UNBOUNDED, this.attempts, (attempt) -> 0, Terms.UNBOUNDED, false);
	}

	Bounds withNotices() {
		return new Bounds(this.servers, this.clients, this.attempts, this.life, this.ticks, this.fenced,
				this.extensions, this.cuts, this.restarts, true);
	}

	@Override
	public String toString() {
		return "%d clients, %d servers, %d attempts, %d ticks, expiry %d, %s%d extensions, %d cuts, %d restarts%s"
			.formatted(this.clients, this.servers, this.attempts, this.ticks, this.life, this.fenced ? "fenced, " : "",
					this.extensions, this.cuts, this.restarts, this.notices ? ", notices" : "");
	}

}

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

import java.util.Arrays;

/**
 * The state of the production code of one client, without looking into it. That code is
 * deterministic, so its state is given by all that it was told so far, in order: the
 * answers of the servers, the calls of its user, its timers, and the time of each. Such a
 * history makes many equal states look different. Three things are left out of it, for
 * these reasons:
 * <ul>
 * <li>The order and the time of the answers between two deeds. A deed is all that can be
 * seen of the code: to send something, to set a timer, to call back. An answer on which
 * nothing is done is only written down, under the name of its server, in the ballot that
 * asked. The moment of a deed is kept, with the answers that were there.</li>
 * <li>What was before the present attempt. An attempt is an object of its own; it shares
 * with the earlier ones their number, the lives of the servers that the guard against
 * restarts has met, and the line in which the client waits. So where a server may
 * restart, or a client may wait, nothing is forgotten.</li>
 * <li>All of it, when the client is at its end: what comes now is not looked at.</li>
 * </ul>
 * Whether that is right is not only a matter of argument: {@link EquivalenceCheck}
 * compares what follows on states that look equal.
 */
final class ClientState {

	private final long[] told;

	private long done;

	private long doing;

	private boolean active;

	private int deeds;

	ClientState(int servers) {
		this.told = new long[servers];
	}

	void told(int server, long what) {
		this.told[server] += Fingerprint.mix(what, this.deeds);
	}

	/**
	 * Note that something is done that concerns a server.
	 */
	void does(int server, long what) {
		told(server, what);
		does(what);
	}

	void does(long what) {
		this.doing += Fingerprint.mix(what, 3);
		this.active = true;
	}

	/**
	 * Note that all was done on the ground of one event.
	 */
	void settle(int ticks) {
		if (this.active) {
			this.done = Fingerprint.mix(this.done, Fingerprint.mix(this.doing, ticks));
			this.deeds++;
			this.doing = 0;
			this.active = false;
		}
	}

	void forget() {
		Arrays.fill(this.told, 0);
		this.done = 0;
		this.doing = 0;
		this.active = false;
		this.deeds = 0;
	}

	int deeds() {
		return this.deeds;
	}

	/**
	 * Return the hash of what it has to do with a server.
	 */
	long hash(int server) {
		return this.told[server];
	}

	/**
	 * Return the hash of everything else.
	 */
	long hash() {
		return Fingerprint.mix(this.done, this.deeds);
	}

}

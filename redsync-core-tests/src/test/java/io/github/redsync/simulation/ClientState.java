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
 * A hash of the state of the production code of one client, computed from its inputs. The
 * code is deterministic, so its state is determined by the sequence of its inputs:
 * replies of the servers, calls of the user, timers, and the time of each. This history
 * distinguishes many states that are equal. Three parts of it are therefore left out:
 * <ul>
 * <li>The order and the time of replies between two actions. An action is an observable
 * effect of the code: a request, a timer, a callback. A reply that causes no action is
 * only recorded in the ballot that sent the request, under its server. The time of an
 * action is kept, together with the replies that preceded it.</li>
 * <li>Everything before the present attempt. Each attempt is a separate object. It shares
 * with earlier ones only their number, the incarnations that the restart guard has
 * recorded, and the wait queue. The history is kept if a server may restart or a client
 * may wait.</li>
 * <li>The whole history when the client has ended, because later inputs are ignored.</li>
 * </ul>
 * {@link EquivalenceCheck} tests these three rules: it compares the successors of states
 * with the same fingerprint.
 */
final class ClientState {

	private final long[] replies;

	private long past;

	private long current;

	private boolean acted;

	private int actions;

	ClientState(int servers) {
		this.replies = new long[servers];
	}

	void recordReply(int server, long hash) {
		this.replies[server] += Fingerprint.mix(hash, this.actions);
	}

	/**
	 * Record an action that concerns a server.
	 */
	void recordAction(int server, long hash) {
		recordReply(server, hash);
		recordAction(hash);
	}

	void recordAction(long hash) {
		this.current += Fingerprint.mix(hash, 3);
		this.acted = true;
	}

	/**
	 * Record the end of an event. Its actions become part of the history.
	 */
	void endEvent(int ticks) {
		if (this.acted) {
			this.past = Fingerprint.mix(this.past, Fingerprint.mix(this.current, ticks));
			this.actions++;
			this.current = 0;
			this.acted = false;
		}
	}

	void clear() {
		Arrays.fill(this.replies, 0);
		this.past = 0;
		this.current = 0;
		this.acted = false;
		this.actions = 0;
	}

	int actions() {
		return this.actions;
	}

	/**
	 * Return the hash of the history that concerns a server.
	 */
	long hash(int server) {
		return this.replies[server];
	}

	/**
	 * Return the hash of the rest of the history.
	 */
	long hash() {
		return Fingerprint.mix(this.past, this.actions);
	}

}

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

import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.Validity.Start;

/**
 * The ballot of one round of an extension. It is won when a majority of the nodes says
 * that the key still has our value, counting the nodes where only the acquisition can
 * have set it: what was set again later is no proof that nobody else held the lock in
 * between. With leave to take the lock anew, every key of ours counts.
 */
final class ExtendBallot extends Ballot {

	private final Extension extension;

	private final NodeKeys keys;

	private final Start start;

	private final long expiryMillis;

	private final boolean takeAnew;

	private final boolean[] continuous;

	ExtendBallot(Quorum quorum, Extension extension, NodeKeys keys, Start start, long expiryMillis, boolean takeAnew) {
		super(quorum, NodeOperation.EXTEND, start.nanos());
		this.extension = extension;
		this.keys = keys;
		this.start = start;
		this.expiryMillis = expiryMillis;
		this.takeAnew = takeAnew;
		this.continuous = keys.continuous();
	}

	@Override
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return this.takeAnew ? this.keys.setAgain(index, this.expiryMillis)
				: this.keys.extend(index, this.expiryMillis);
	}

	@Override
	Decision decide() {
		int votes = this.takeAnew ? count(Status.EXTENDED) + count(Status.RESTORED) : proofs();
		if (votes >= this.quorum.majority()) {
			return Decision.WON;
		}
		return (votes + pending() < this.quorum.majority()) ? Decision.LOST : Decision.OPEN;
	}

	@Override
	void decided(boolean won) {
		this.extension.decided(this, won);
	}

	@Override
	void answeredLate(int index) {
		if (is(index, Status.MISSING)) {
			this.extension.foundMissing(index);
		}
		else if (!this.takeAnew && provesContinuity()) {
			this.extension.wonLate(this);
		}
	}

	/**
	 * Return how many nodes prove that the lock was held without a break.
	 */
	private int proofs() {
		int proofs = 0;
		for (int i = 0; i < this.continuous.length; i++) {
			proofs += (this.continuous[i] && is(i, Status.EXTENDED)) ? 1 : 0;
		}
		return proofs;
	}

	/**
	 * Return whether a majority proves that the lock was held without a break.
	 */
	boolean provesContinuity() {
		return proofs() >= this.quorum.majority();
	}

	/**
	 * Return whether a node had not answered at the limit, and has not since.
	 */
	boolean isSilent() {
		for (int i = 0; i < this.continuous.length; i++) {
			if (outcome(i) == Outcome.TIMEOUT) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether the nodes prove that the lock is gone: so many say that the key was
	 * not ours that no majority can have had it.
	 */
	boolean provesLoss() {
		int gone = count(Status.MISSING) + count(Status.TAKEN) + count(Status.RESTORED);
		return gone > this.quorum.size() - this.quorum.majority();
	}

	/**
	 * Draw the conclusions for the keys: after a success, which shows that the lock is
	 * ours, every key that is ours is as good as one of the acquisition, and a missing
	 * one is set again.
	 */
	void conclude(boolean won, long leftMillis) {
		for (int i = 0; i < this.continuous.length; i++) {
			boolean ours = is(i, Status.EXTENDED) || is(i, Status.RESTORED);
			if (ours && (won || (this.continuous[i] && is(i, Status.EXTENDED)))) {
				this.keys.trust(i);
			}
			else if (won && is(i, Status.MISSING) && leftMillis > 0) {
				this.keys.setAgain(i, leftMillis);
			}
		}
	}

	Validity validity(LockParameters terms) {
		return Validity.from(this.start, terms.validityNanos(this.expiryMillis));
	}

	private boolean is(int index, Status status) {
		NodeReply reply = reply(index);
		return reply != null && reply.status() == status;
	}

}

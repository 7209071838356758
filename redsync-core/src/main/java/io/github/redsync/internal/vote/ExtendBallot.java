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

import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.internal.vote.Validity.Start;
import io.github.redsync.node.NodeOperation;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeReply.Status;
import io.github.redsync.node.NodeResult.Outcome;
import io.github.redsync.node.RedisNode;

/**
 * The ballot of one round of an extension. It is won when a majority of the nodes replies
 * that the key still has our value. Only keys that the acquisition must have set are
 * counted: a key that was restored later does not prove that no other client has held the
 * lock in between. If the extension may reacquire the lock, every key with our value
 * counts.
 */
public final class ExtendBallot extends Ballot {

	private final NodeKeys keys;

	private final Start start;

	private final long expiryMillis;

	private final boolean reacquire;

	private final boolean[] continuous;

	public ExtendBallot(NodeGroup group, NodeKeys keys, Start start, long expiryMillis, boolean reacquire,
			Listener listener) {
		super(group, NodeOperation.EXTEND, start.nanos(), listener);
		this.keys = keys;
		this.start = start;
		this.expiryMillis = expiryMillis;
		this.reacquire = reacquire;
		this.continuous = keys.continuous();
	}

	@Override
	@GuardedBy("this")
	CompletionStage<NodeReply> ask(int index, RedisNode node) {
		return this.reacquire ? this.keys.restore(index, this.expiryMillis)
				: this.keys.extend(index, this.expiryMillis);
	}

	@Override
	@GuardedBy("this")
	Decision decide() {
		int votes = this.reacquire ? count(Status.EXTENDED) + count(Status.RESTORED) : proofs();
		if (votes >= this.group.majority()) {
			return Decision.WON;
		}
		return (votes + pending() < this.group.majority()) ? Decision.LOST : Decision.OPEN;
	}

	/**
	 * Return the number of nodes that prove that the lock was held continuously.
	 */
	private int proofs() {
		int proofs = 0;
		for (int i = 0; i < this.continuous.length; i++) {
			proofs += (this.continuous[i] && is(i, Status.EXTENDED)) ? 1 : 0;
		}
		return proofs;
	}

	/**
	 * Return whether a majority proves that the lock was held continuously.
	 */
	public boolean provesContinuity() {
		return proofs() >= this.group.majority();
	}

	/**
	 * Return whether a node had not replied at the timeout and has not replied since.
	 */
	public boolean hasTimedOut() {
		for (int i = 0; i < this.continuous.length; i++) {
			if (outcome(i) == Outcome.TIMEOUT) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether the replies prove that the lock is gone: the key does not have our
	 * value on so many nodes that a majority cannot have had it.
	 */
	public boolean provesLoss() {
		int gone = count(Status.MISSING) + count(Status.TAKEN) + count(Status.RESTORED);
		return gone > this.group.size() - this.group.majority();
	}

	/**
	 * Draw the conclusions for the keys. A won round proves that the lock is ours: each
	 * key with our value then counts as one that the acquisition has set, and missing
	 * keys are restored. A key that is missing in a lost round no longer counts.
	 */
	public void conclude(boolean won, long leftMillis) {
		for (int i = 0; i < this.continuous.length; i++) {
			boolean ours = is(i, Status.EXTENDED) || is(i, Status.RESTORED);
			if (ours && (won || (this.continuous[i] && is(i, Status.EXTENDED)))) {
				this.keys.prove(i);
			}
			else if (isMissing(i)) {
				this.keys.doubt(i);
				if (won && leftMillis > 0) {
					this.keys.restore(i, leftMillis);
				}
			}
		}
	}

	/**
	 * Return the validity of the lock if this ballot is won.
	 */
	public Validity validity(LockParameters parameters) {
		return Validity.from(this.start, parameters.validityNanos(this.expiryMillis));
	}

	public boolean isReacquiring() {
		return this.reacquire;
	}

	public boolean isMissing(int index) {
		return is(index, Status.MISSING);
	}

	private boolean is(int index, Status status) {
		NodeReply reply = reply(index);
		return reply != null && reply.status() == status;
	}

}

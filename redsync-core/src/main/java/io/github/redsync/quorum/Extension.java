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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.NodeReply;
import io.github.redsync.quorum.HoldResult.Kind;
import io.github.redsync.quorum.Validity.Start;
import org.jspecify.annotations.Nullable;

/**
 * One extension of a held lock: round after round, for as long as the lock is valid. A
 * round whose answers come after the limit, but while the lock is valid, still counts: it
 * has extended the keys, and where everything is slow, no other round would be faster.
 */
final class Extension {

	private static final int MOST_DOUBLINGS = 3;

	private final NodeGroup group;

	private final Hold hold;

	private final LockParameters terms;

	private final long expiryMillis;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	private HoldResult failure = HoldResult.EXPIRED;

	/** How many rounds in a row found nodes silent. */
	private int silentRounds;

	Extension(NodeGroup group, Hold hold, LockParameters terms, long expiryMillis) {
		this.group = group;
		this.hold = hold;
		this.terms = terms;
		this.expiryMillis = expiryMillis;
	}

	CompletableFuture<HoldResult> result() {
		return this.result;
	}

	long expiryMillis() {
		return this.expiryMillis;
	}

	void round() {
		ExtendBallot ballot = null;
		@Nullable CompletionStage<NodeReply> @Nullable [] stages = null;
		long limit = this.group.replyTimeoutNanos(this.terms);
		boolean limited = false;
		synchronized (this.hold) {
			if (!this.hold.isExtendedBy(this)) {
				// An earlier round was won meanwhile
				return;
			}
			if (this.hold.mayExtend()) {
				Start start = Start.now(this.group.time());
				limited = this.hold.limit(Validity.from(start, this.terms.validityNanos(this.expiryMillis)));
				limit = this.hold.isHeld() ? Math.min(limit, this.hold.leftNanos()) : limit;
				ballot = new Round(start).ballot;
				stages = ballot.send();
			}
		}
		if (limited) {
			this.hold.lookAgain();
		}
		if (ballot != null && stages != null) {
			ballot.awaitReplies(stages, limit);
		}
		else {
			end(this.failure);
		}
	}

	private void decided(ExtendBallot ballot, boolean won) {
		if (this.hold.concluded(this, ballot, won)) {
			end(HoldResult.DONE);
			return;
		}
		if (!this.hold.isExtendedBy(this)) {
			return;
		}
		this.failure = new HoldResult(ballot.provesLoss() ? Kind.EXPIRED : Kind.FAILED, ballot.results());
		if (this.hold.isHeld()) {
			this.group.timers().schedule(pauseNanos(ballot.hasTimedOut()), this::round);
		}
		else {
			end(this.failure);
		}
	}

	/**
	 * A majority has answered, if only after the limit.
	 */
	private void wonLate(ExtendBallot ballot) {
		if (this.hold.renewedLate(this, ballot)) {
			end(HoldResult.DONE);
		}
	}

	/**
	 * Return the pause until the next round: the longer, the more often nodes were
	 * silent, since to ask the overloaded more often makes it worse; but never so long
	 * that it costs more than a small part of the time that is left.
	 */
	private long pauseNanos(boolean silent) {
		long pause = this.terms.extendDelayNanos();
		this.silentRounds = silent ? Math.min(this.silentRounds + 1, MOST_DOUBLINGS) : 0;
		long longer = Math.min(pause << this.silentRounds, this.hold.leftNanos() / 4);
		return Math.max(pause, longer);
	}

	private void end(HoldResult outcome) {
		this.hold.ended(this);
		// Released meanwhile: that is why, whatever the nodes said
		boolean released = outcome.kind() != Kind.DONE && this.hold.isReleased();
		this.result.complete(released ? HoldResult.RELEASED : outcome);
	}

	/**
	 * One round of the extension.
	 */
	private final class Round implements BallotListener {

		private final ExtendBallot ballot;

		Round(Start start) {
			this.ballot = new ExtendBallot(Extension.this.group, Extension.this.hold.keys(), start,
					Extension.this.expiryMillis, Extension.this.terms.reacquire(), this);
		}

		@Override
		public void onDecided(Ballot decided, boolean won) {
			Extension.this.decided(this.ballot, won);
		}

		@Override
		public void onLateReply(Ballot decided, int index) {
			if (this.ballot.isMissing(index)) {
				Extension.this.hold.restore(index);
			}
			else if (!this.ballot.isReacquiring() && this.ballot.provesContinuity()) {
				Extension.this.wonLate(this.ballot);
			}
		}

	}

}

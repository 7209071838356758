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

package io.github.redsync.internal.hold;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.redsync.internal.hold.HoldResult.Kind;
import io.github.redsync.internal.vote.Ballot;
import io.github.redsync.internal.vote.ExtendBallot;
import io.github.redsync.internal.vote.LockParameters;
import io.github.redsync.internal.vote.NodeGroup;
import io.github.redsync.internal.vote.Validity;
import io.github.redsync.internal.vote.Validity.Start;
import io.github.redsync.node.NodeResult;

/**
 * One extension of a held lock: it asks the nodes in rounds while the lock is valid. A
 * round whose replies arrive after the timeout, but while the lock is valid, still
 * counts. It has extended the keys, and if all nodes are slow, another round would not be
 * faster.
 */
final class Extension implements RunningExtension {

	private static final int MAX_DOUBLINGS = 3;

	private final NodeGroup group;

	private final Owner owner;

	private final HoldState state;

	private final LockParameters parameters;

	private final long expiryMillis;

	private final CompletableFuture<HoldResult> result = new CompletableFuture<>();

	private HoldResult failure = HoldResult.EXPIRED;

	/** The number of consecutive rounds in which nodes timed out. */
	private int timedOutRounds;

	Extension(NodeGroup group, Owner owner, HoldState state, LockParameters parameters, long expiryMillis) {
		this.group = group;
		this.owner = owner;
		this.state = state;
		this.parameters = parameters;
		this.expiryMillis = expiryMillis;
	}

	@Override
	public CompletableFuture<HoldResult> result() {
		return this.result;
	}

	@Override
	public long expiryMillis() {
		return this.expiryMillis;
	}

	/**
	 * Start a round, unless an earlier one was won meanwhile.
	 */
	void startRound() {
		ExtendBallot ballot = null;
		long timeout = this.group.replyTimeoutNanos(this.parameters);
		boolean shortened = false;
		// Outside the monitor, since it reports a loss
		boolean held = this.owner.isHeld();
		synchronized (this.state) {
			if (!this.state.isExtendedBy(this)) {
				return;
			}
			if (this.state.mayExtend()) {
				Start start = Start.now(this.group.time());
				shortened = this.state
					.shortenTo(Validity.from(start, this.parameters.validityNanos(this.expiryMillis)));
				long left = this.state.leftNanos();
				timeout = (held && left > 0) ? Math.min(timeout, left) : timeout;
				ballot = new Round(start).ballot;
				ballot.send();
			}
		}
		if (shortened) {
			this.state.rescheduleWatchdog();
		}
		if (ballot != null) {
			ballot.awaitReplies(timeout);
		}
		else {
			end(this.failure);
		}
	}

	private void roundEnded(ExtendBallot ballot, boolean won) {
		if (apply(ballot, won)) {
			end(HoldResult.DONE);
			return;
		}
		if (!this.state.isExtendedBy(this)) {
			return;
		}
		this.failure = new HoldResult(isGone(ballot) ? Kind.EXPIRED : Kind.FAILED, ballot.results());
		if (this.owner.isHeld()) {
			this.group.timers().schedule(nextDelayNanos(ballot.hasTimedOut()), this::startRound);
		}
		else {
			end(this.failure);
		}
	}

	/**
	 * Apply the result of a round to the hold.
	 * @return whether the lock is extended
	 */
	private boolean apply(ExtendBallot ballot, boolean won) {
		boolean extended = false;
		boolean continuous = ballot.provesContinuity();
		synchronized (this.state) {
			// If an earlier round was won meanwhile, another extension may have given the
			// keys a shorter time to live
			if (this.state.isExtendedBy(this)) {
				extended = applyExtension(ballot, won, continuous);
			}
		}
		if (this.state.phase() != HoldPhase.RELEASED) {
			this.owner.onExtended(extended);
		}
		if (!extended && isGone(ballot)) {
			this.owner.onGone(ballot.results());
		}
		return extended;
	}

	/**
	 * Return whether the lock is gone, or can no longer be extended because too few keys
	 * are left that prove that it was held continuously.
	 */
	private boolean isGone(ExtendBallot ballot) {
		return ballot.provesLoss() || !this.state.mayProveContinuity();
	}

	@GuardedBy("state")
	private boolean applyExtension(ExtendBallot ballot, boolean won, boolean continuous) {
		Validity validity = ballot.validity(this.parameters);
		long left = validity.leftNanos(this.group.time());
		boolean extendable = this.state.isExtendable();
		boolean extended = won && extendable && left > 0;
		if (extendable) {
			ballot.conclude(extended, left / LockParameters.NANOS_PER_MILLI);
		}
		if (extended) {
			this.state.extend(validity, continuous);
		}
		else {
			this.state.extensionFailed();
		}
		return extended;
	}

	/**
	 * Apply that a node replied after the decision of its round that the key is missing.
	 * A round that was won restores it. Otherwise the key counts as lost: restored, it
	 * could neither extend the lock nor prove its loss.
	 */
	private void applyLateMissing(ExtendBallot ballot, int index, boolean won) {
		if (won) {
			this.state.restore(index);
			return;
		}
		this.state.keys().doubt(index);
		if (this.state.isExtendedBy(this) && isGone(ballot)) {
			List<NodeResult> results = ballot.results();
			this.owner.onGone(results);
			end(new HoldResult(Kind.EXPIRED, results));
		}
	}

	/**
	 * Apply that a round was won after its timeout. Draws no conclusions for single keys,
	 * since a later round may have newer replies.
	 */
	private void applyLateExtension(ExtendBallot ballot) {
		synchronized (this.state) {
			Validity validity = ballot.validity(this.parameters);
			if (!this.state.isExtendedBy(this) || this.state.phase() != HoldPhase.HELD
					|| validity.leftNanos(this.group.time()) <= 0) {
				return;
			}
			this.state.extend(validity, true);
		}
		this.owner.onExtended(true);
		end(HoldResult.DONE);
	}

	/**
	 * Return the delay until the next round. It doubles with each consecutive round in
	 * which nodes timed out, at most three times, since frequent requests make an
	 * overload worse. A doubled delay is limited to a quarter of the remaining validity.
	 */
	private long nextDelayNanos(boolean timedOut) {
		long delay = this.parameters.extendDelayNanos();
		this.timedOutRounds = timedOut ? Math.min(this.timedOutRounds + 1, MAX_DOUBLINGS) : 0;
		long longer = Math.min(delay << this.timedOutRounds, this.state.leftNanos() / 4);
		return Math.max(delay, longer);
	}

	private void end(HoldResult outcome) {
		this.state.endExtension(this);
		this.state.rescheduleWatchdog();
		// A release meanwhile is the reason of the failure, regardless of the replies
		boolean released = outcome.kind() != Kind.DONE && this.state.phase() == HoldPhase.RELEASED;
		this.result.complete(released ? HoldResult.RELEASED : outcome);
	}

	/**
	 * One round of the extension.
	 */
	private final class Round implements Ballot.Listener {

		private final ExtendBallot ballot;

		private volatile boolean won;

		Round(Start start) {
			this.ballot = new ExtendBallot(Extension.this.group, Extension.this.state.keys(), start,
					Extension.this.expiryMillis, Extension.this.parameters.reacquire(), this);
		}

		@Override
		public void onDecided(Ballot decided, boolean won) {
			this.won = won;
			roundEnded(this.ballot, won);
		}

		@Override
		public void onLateReply(Ballot decided, int index) {
			if (this.ballot.isMissing(index)) {
				applyLateMissing(this.ballot, index, this.won);
			}
			else if (!this.ballot.isReacquiring() && this.ballot.provesContinuity()) {
				applyLateExtension(this.ballot);
			}
		}

	}

	/**
	 * The hold to which an extension belongs. Called outside the monitor of the state.
	 */
	interface Owner {

		/**
		 * Return whether the lock is held now. If its validity has ended, the lock is
		 * lost.
		 */
		boolean isHeld();

		/**
		 * Called when a round has ended.
		 * @param extended whether the lock was extended
		 */
		void onExtended(boolean extended);

		/**
		 * Called when the nodes have proven that the lock is gone.
		 */
		void onGone(List<NodeResult> nodes);

	}

}

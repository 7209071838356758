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

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.Waiter.SentAttempt;
import io.github.redsync.quorum.Validity.Start;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to acquire a lock, with a value of its own. It consists of the ballot, of
 * the ballot that writes the token if the lock is fenced, and of a final check of the
 * validity. Thread-safe.
 */
final class Attempt implements RefusedAttempt, SentAttempt, BallotListener, Probe.Listener {

	private final NodeGroup group;

	private final LockParameters parameters;

	private final Listener listener;

	private final Start start;

	private final AcquireRequest request;

	private final AcquireBallot ballot;

	private final boolean byHandOff;

	private volatile @Nullable TokenBallot raise;

	private @Nullable CompletionStage<NodeReply> @Nullable [] sent;

	private volatile @Nullable NodeReply probeRefusal;

	private volatile @Nullable FencingToken refusedFence;

	private volatile long token = NodeReply.NO_FENCE;

	private TokenBasis tokenBasis = TokenBasis.COUNTERS;

	/**
	 * Create an attempt.
	 * @param likelyTaken whether the lock was refused before, or is waited for
	 * @param handOff sends the requests together with those of a release, or null
	 */
	Attempt(NodeGroup group, String key, String value, LockParameters parameters, boolean likelyTaken,
			Listener listener, @Nullable AcquireSender handOff) {
		this.group = group;
		this.parameters = parameters;
		this.listener = listener;
		this.start = Start.now(group.time());
		this.request = new AcquireRequest(key, value, parameters.expiryMillis(), parameters.fenced(),
				this.start.nanos(), likelyTaken);
		this.byHandOff = handOff != null;
		this.ballot = new AcquireBallot(group, this.request, parameters,
				(handOff != null) ? handOff : AcquireSender.DIRECT, this);
	}

	enum Outcome {

		GRANTED,

		/** Another client holds the lock. */
		TAKEN,

		/** Errors, time-outs or quarantined nodes prevented a majority. */
		UNAVAILABLE,

		/** A majority granted the lock, but its validity was over. */
		LATE

	}

	/**
	 * Listener for the end of an attempt.
	 */
	interface Listener {

		/**
		 * Called when the attempt has ended, unless it was undone before. An attempt that
		 * was not granted is to be undone.
		 */
		void onAttemptEnded(Attempt attempt, Outcome outcome);

	}

	/**
	 * Ask all nodes.
	 * @param replyTimeoutNanos the time that they have to reply
	 */
	void start(long replyTimeoutNanos) {
		this.ballot.open(replyTimeoutNanos);
	}

	/**
	 * Probe one node, then ask the others unless it has refused the lock.
	 * @param replyTimeoutNanos the time that the nodes have to reply when all are asked
	 */
	void startProbing(int node, long replyTimeoutNanos) {
		new Probe(this.group, this.ballot, node, replyTimeoutNanos, this).start();
	}

	@Override
	public void onProbeCompleted(@Nullable NodeReply refusal, long replyTimeoutNanos) {
		if (refusal != null) {
			this.probeRefusal = refusal;
			end(Outcome.TAKEN);
		}
		else {
			this.ballot.open(replyTimeoutNanos);
		}
	}

	/**
	 * Send the requests. No reply is evaluated yet.
	 */
	void send() {
		this.sent = this.ballot.send();
	}

	@Override
	public void awaitReplies() {
		if (this.sent != null) {
			this.ballot.awaitReplies(this.sent, this.group.replyTimeoutNanos(this.parameters));
		}
	}

	/**
	 * Return whether the requests were sent together with those of a release.
	 */
	boolean isByHandOff() {
		return this.byHandOff;
	}

	@Override
	public boolean wasRefusedByProbe() {
		return this.probeRefusal != null;
	}

	@Override
	public @Nullable NodeReply reply(int node) {
		if (wasRefusedByProbe()) {
			return this.ballot.isProbeNode(node) ? this.probeRefusal : null;
		}
		return this.ballot.reply(node);
	}

	/**
	 * Return whether concurrent attempts have split the votes and this one is the one to
	 * be repeated.
	 */
	boolean retriesSplitVote() {
		return !wasRefusedByProbe() && this.ballot.retriesSplitVote();
	}

	boolean isMajorityUnreachable() {
		return this.ballot.isMajorityUnreachable();
	}

	@Override
	public void onDecided(Ballot decided, boolean won) {
		if (decided == this.ballot) {
			decided(won);
		}
		else {
			raised(won);
		}
	}

	@Override
	public void onLateReply(Ballot decided, int index) {
		if (decided == this.ballot && this.parameters.fenced()) {
			raiseBehind(index);
		}
	}

	private void decided(boolean won) {
		if (!won) {
			end(this.ballot.isTaken() ? Outcome.TAKEN : Outcome.UNAVAILABLE);
			return;
		}
		if (this.parameters.fenced()) {
			raise();
			return;
		}
		checkValidity();
	}

	private void raise() {
		@Nullable NodeReply[] replies = this.ballot.replies();
		boolean[] counted = this.ballot.counted();
		FencingToken fence = FencingToken.of(replies, counted, this.group.majority(), this.parameters.fencingStrict(),
				this.group.time().currentTimeMillis());
		if (fence.isRefused()) {
			this.refusedFence = fence;
			end(Outcome.UNAVAILABLE);
			return;
		}
		this.tokenBasis = fence.basis();
		this.token = fence.token();
		if (fence.confirmedCount() >= this.group.majority()) {
			raiseRemaining(fence);
			checkValidity();
			return;
		}
		TokenBallot raise = new TokenBallot(this.group, this.request, replies, counted, fence, this);
		this.raise = raise;
		raise.open(this.group.replyTimeoutNanos(this.parameters));
	}

	/**
	 * Raise the counters that the grants did not raise to the token, if no ballot does.
	 * The replies are not waited for.
	 */
	private void raiseRemaining(FencingToken fence) {
		for (int i = 0; i < this.group.size(); i++) {
			if (!fence.isConfirmed(i)) {
				raiseBehind(i);
			}
		}
	}

	/**
	 * Raise the counter of a node that granted the lock but does not vouch for the token,
	 * so that it can vouch for the next one.
	 */
	private void raiseBehind(int index) {
		NodeReply grant = this.ballot.reply(index);
		long token = this.token;
		if (token == NodeReply.NO_FENCE || grant == null || grant.status() != NodeReply.Status.GRANTED
				|| grant.incarnation() == null || this.request.isAbandoned()) {
			return;
		}
		boolean behind = grant.fence() < token || !FencingToken.vouches(grant);
		if (behind && this.group.guard().isCountedLate(index, grant.incarnation(), this.start.nanos())) {
			this.group.node(index)
				.raise(this.request.key(), this.request.value(), FencingToken.raisedCounter(grant, token),
						grant.incarnation());
		}
	}

	private void raised(boolean won) {
		if (won) {
			checkValidity();
		}
		else {
			end(Outcome.UNAVAILABLE);
		}
	}

	private void checkValidity() {
		Validity validity = validity();
		// Checked now and not when the votes came, since a pause after them counts
		end((validity.leftNanos(this.group.time()) > 0) ? Outcome.GRANTED : Outcome.LATE);
	}

	private void end(Outcome outcome) {
		this.listener.onAttemptEnded(this, outcome);
	}

	/**
	 * Abandon the attempt and delete the keys that it has set. Each node executes its
	 * requests in order, so a release follows the acquisition that it undoes.
	 */
	void undo() {
		this.request.abandon();
		this.ballot.abandon();
		TokenBallot raise = this.raise;
		if (raise != null) {
			raise.abandon();
		}
		if (wasRefusedByProbe()) {
			return;
		}
		for (int i = 0; i < this.group.size(); i++) {
			if (this.ballot.mayHaveKey(i)) {
				RedisNode node = this.group.node(i);
				node.release(this.request.key(), this.request.value());
			}
		}
	}

	/**
	 * Return the facts of this attempt, which was granted.
	 */
	HoldGrant grant() {
		return new HoldGrant(this.request.key(), this.request.value(), this.start, validity(), this.token,
				this.tokenBasis, this.ballot);
	}

	private Validity validity() {
		return Validity.from(this.start, this.parameters.validityNanos(this.parameters.expiryMillis()));
	}

	long startNanos() {
		return this.start.nanos();
	}

	@Override
	public List<NodeResult> results() {
		TokenBallot raise = this.raise;
		List<NodeResult> results = (raise != null) ? raise.results() : this.ballot.results();
		FencingToken refused = this.refusedFence;
		return (refused != null) ? refused.explain(results) : results;
	}

}

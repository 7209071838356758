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

import io.github.redsync.node.AcquireRequest;
import io.github.redsync.node.NodeReply;
import io.github.redsync.node.NodeResult;
import io.github.redsync.node.RedisNode;
import io.github.redsync.quorum.Successors.SentAttempt;
import io.github.redsync.quorum.Validity.Start;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to acquire a lock, with a value of its own: the ballot, where the lock is
 * fenced the writing of the token, and the last look at the clock. An attempt that does
 * not end in a grant takes back what it left on the nodes.
 */
final class Attempt implements BallotListener, SentAttempt {

	private final NodeGroup quorum;

	private final LockParameters terms;

	private final Acquisition acquisition;

	private final Start start;

	private final AcquireRequest request;

	private final AcquireBallot ballot;

	private final boolean succession;

	private volatile @Nullable TokenBallot raise;

	private volatile @Nullable NodeReply shut;

	private volatile @Nullable FencingToken refusedFence;

	private volatile long token = NodeReply.NO_FENCE;

	private TokenBasis tokenBasis = TokenBasis.COUNTERS;

	/**
	 * Create an attempt.
	 * @param succession the release of the lock that goes with it, or null if there is
	 * none
	 */
	Attempt(NodeGroup quorum, String key, String value, LockParameters terms, Acquisition acquisition,
			@Nullable HandOff succession) {
		this.quorum = quorum;
		this.terms = terms;
		this.acquisition = acquisition;
		this.start = Start.now(quorum.time());
		this.request = new AcquireRequest(key, value, terms.expiryMillis(), terms.fenced(), this.start.nanos(),
				acquisition.isWaiting());
		this.succession = succession != null;
		this.ballot = new AcquireBallot(quorum, this.request, terms,
				(succession != null) ? succession : AcquireSender.DIRECT, this);
	}

	/**
	 * How an attempt ended.
	 */
	enum Outcome {

		GRANTED, TAKEN, UNAVAILABLE, LATE

	}

	/**
	 * Ask the nodes.
	 * @param gate the node to ask first, or {@link ReleaseWatcher#ALL}
	 */
	void begin(int gate, long limitNanos) {
		if (gate == ReleaseWatcher.ALL) {
			this.ballot.open(limitNanos);
			return;
		}
		new Probe(this.quorum, this, gate, limitNanos).begin();
	}

	/**
	 * Go on after the first node has answered.
	 * @param refusal its answer, if it has refused the lock
	 */
	void knocked(@Nullable NodeReply refusal, long limitNanos) {
		if (refusal != null) {
			this.shut = refusal;
			end(Outcome.TAKEN);
		}
		else {
			this.ballot.open(limitNanos);
		}
	}

	/**
	 * Ask the nodes, but look at no answer yet.
	 */
	void send() {
		this.ballot.send();
	}

	/**
	 * Look at the answers to what was sent.
	 */
	@Override
	public void awaitReplies() {
		this.ballot.awaitReplies(this.quorum.replyTimeoutNanos(this.terms));
	}

	/**
	 * Return whether it was made in one step with the release by another of this process.
	 */
	boolean isSuccession() {
		return this.succession;
	}

	/**
	 * Return whether only one node was asked, and has refused the lock.
	 */
	boolean isKnock() {
		return this.shut != null;
	}

	/**
	 * Return what a node has answered to the attempt that was refused, or null.
	 */
	@Nullable NodeReply reply(int index) {
		if (isKnock()) {
			return this.ballot.isProbeNode(index) ? this.shut : null;
		}
		return this.ballot.reply(index);
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
		if (decided == this.ballot && this.terms.fenced()) {
			raiseBehind(index);
		}
	}

	private void decided(boolean won) {
		if (!won) {
			end(this.ballot.isTaken() ? Outcome.TAKEN : Outcome.UNAVAILABLE);
			return;
		}
		if (this.terms.fenced()) {
			raise();
			return;
		}
		finish();
	}

	private void raise() {
		@Nullable NodeReply[] replies = this.ballot.replies();
		boolean[] counted = this.ballot.counted();
		FencingToken fence = FencingToken.of(replies, counted, this.quorum.majority(), this.terms.fencingStrict(),
				this.quorum.time().currentTimeMillis());
		if (fence.isRefused()) {
			this.refusedFence = fence;
			end(Outcome.UNAVAILABLE);
			return;
		}
		this.tokenBasis = fence.basis();
		this.token = fence.token();
		if (fence.confirmedCount() >= this.quorum.majority()) {
			raiseRemaining(fence);
			finish();
			return;
		}
		TokenBallot raise = new TokenBallot(this.quorum, this.request, replies, counted, fence, this);
		this.raise = raise;
		raise.open(this.quorum.replyTimeoutNanos(this.terms));
	}

	/**
	 * Raise the counters that the grants did not raise to the token, where no ballot does
	 * so. Nothing waits for the replies.
	 */
	private void raiseRemaining(FencingToken fence) {
		for (int i = 0; i < this.quorum.size(); i++) {
			if (!fence.isConfirmed(i)) {
				raiseBehind(i);
			}
		}
	}

	/**
	 * Raise the counter of a node that granted the lock but does not vouch for the token,
	 * so that it can vouch for the next one.
	 */
	void raiseBehind(int index) {
		NodeReply grant = this.ballot.reply(index);
		long token = this.token;
		if (token == NodeReply.NO_FENCE || grant == null || grant.status() != NodeReply.Status.GRANTED
				|| grant.incarnation() == null || this.request.isAbandoned()) {
			return;
		}
		boolean behind = grant.fence() < token || !FencingToken.vouches(grant);
		if (behind && this.quorum.guard().isCountedLate(index, grant.incarnation(), this.start.nanos())) {
			this.quorum.node(index)
				.raise(this.request.key(), this.request.value(), FencingToken.raisedCounter(grant, token),
						grant.incarnation());
		}
	}

	private void raised(boolean won) {
		if (won) {
			finish();
		}
		else {
			end(Outcome.UNAVAILABLE);
		}
	}

	private void finish() {
		Validity validity = validity();
		// Now, not when the votes came: a pause since then counts as well
		end((validity.leftNanos(this.quorum.time()) > 0) ? Outcome.GRANTED : Outcome.LATE);
	}

	private void end(Outcome outcome) {
		this.acquisition.ended(this, outcome);
	}

	/**
	 * Give the attempt up and take back what it left on the nodes. Goes by the nodes' own
	 * order of requests: each release comes after the acquisition that it undoes.
	 */
	void undo() {
		this.request.abandon();
		this.ballot.abandon();
		TokenBallot raise = this.raise;
		if (raise != null) {
			raise.abandon();
		}
		if (isKnock()) {
			return;
		}
		for (int i = 0; i < this.quorum.size(); i++) {
			if (this.ballot.mayHaveKey(i)) {
				RedisNode node = this.quorum.node(i);
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
		return Validity.from(this.start, this.terms.validityNanos(this.terms.expiryMillis()));
	}

	Start start() {
		return this.start;
	}

	AcquireBallot ballot() {
		return this.ballot;
	}

	List<NodeResult> results() {
		TokenBallot raise = this.raise;
		List<NodeResult> results = (raise != null) ? raise.results() : this.ballot.results();
		FencingToken refused = this.refusedFence;
		return (refused != null) ? refused.explain(results) : results;
	}

}
